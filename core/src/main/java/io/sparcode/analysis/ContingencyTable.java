package io.sparcode.analysis;

import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/** How many records are in which part of one division of them and in which of another. Informations are in nats. */
final class ContingencyTable {
    /** Share of a distribution's mode below which the rest of its tail does not matter. */
    private static final double NEGLIGIBLE = 1e-17;

    private final long[][] counts;
    private final long[] rows;
    private final long[] columns;
    private final long total;

    /** Takes the counts, [parts of one, parts of the other]. */
    ContingencyTable(long[][] counts) {
        this.counts = counts;
        rows = new long[counts.length];
        columns = new long[counts[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                rows[i] += counts[i][j];
                columns[j] += counts[i][j];
            }
        }
        total = Arrays.stream(rows).sum();
    }

    /** Returns the entropy of the first division. */
    double rowEntropy() {
        return entropy(rows);
    }

    /** Returns the mutual information of the divisions, at least 0. */
    double mutualInformation() {
        double information = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                information += term(counts[i][j], rows[i], columns[j]);
            }
        }
        return Math.max(0, information);
    }

    /**
     * Returns how much the divisions say of one another beyond chance (Vinh, Epps and Bailey, "Information theoretic measures
     * for clusterings comparison", 2010; normalised by the mean of the entropies).
     *
     * @return 1 where they are the same, 0 by chance, less below it
     */
    double adjustedMutualInformation() {
        long parts = parts(rows);
        if (parts == parts(columns) && (parts <= 1 || parts == total)) {
            return 1;
        }
        double expected = expectedMutualInformation();
        double range = (entropy(rows) + entropy(columns)) / 2 - expected;
        // Where one division says nothing, both are 0 but for rounding.
        return Math.abs(range) < 1e-15 ? 0 : (mutualInformation() - expected) / range;
    }

    /** Returns the mutual information to be expected of divisions into parts of the same sizes. */
    double expectedMutualInformation() {
        double sum = 0;
        for (long row : rows) {
            for (long column : columns) {
                if (row > 0 && column > 0) {
                    sum += expected(row, column);
                }
            }
        }
        return sum;
    }

    /** The overlap of two parts is hypergeometric: its probabilities from the mode down both tails. */
    private double expected(long row, long column) {
        long least = Math.max(0, row + column - total);
        long most = Math.min(row, column);
        long mode = Math.min(most, Math.max(least, (long) ((row + 1.0) * (column + 1.0) / (total + 2.0))));
        double atMode =
                Math.exp(logChoose(row, mode) + logChoose(total - row, column - mode) - logChoose(total, column));
        double sum = 0;
        double probability = atMode;
        for (long n = mode; n <= most && probability > atMode * NEGLIGIBLE; n++) {
            sum += probability * term(n, row, column);
            probability *= (double) (row - n) / (n + 1) * (column - n) / (total - row - column + n + 1);
        }
        probability = atMode;
        for (long n = mode; n > least && probability > atMode * NEGLIGIBLE; n--) {
            probability *= (double) n / (row - n + 1) * (total - row - column + n) / (column - n + 1);
            sum += probability * term(n - 1, row, column);
        }
        return sum;
    }

    private double term(long overlap, long row, long column) {
        return overlap == 0 ? 0 : (double) overlap / total * Math.log((double) overlap / row * total / column);
    }

    private double entropy(long[] sizes) {
        double entropy = 0;
        for (long size : sizes) {
            if (size > 0) {
                double share = (double) size / total;
                entropy -= share * Math.log(share);
            }
        }
        return entropy;
    }

    private static long parts(long[] sizes) {
        return Arrays.stream(sizes).filter(size -> size > 0).count();
    }

    private static double logChoose(long n, long k) {
        return Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
    }
}
