package io.sparcode.model.engine;

import java.util.Arrays;

/** How far a reconstruction is from its record: means over the values, lower is better. */
public final class ReconstructionError {
    /** Keeps the logarithm finite where a probability is rounded to 0 or 1. */
    private static final double CLIP = 1e-7;

    private ReconstructionError() {}

    /** Returns NaN for each of so many records. */
    static double[] unknown(int records) {
        double[] errors = new double[records];
        Arrays.fill(errors, Double.NaN);
        return errors;
    }

    /**
     * Returns the mean squared error.
     *
     * @param records values of several records, one after the other
     * @param reconstructions as {@code records}
     * @param offset of the record's first value in both
     * @param size of a record
     */
    public static double meanSquared(float[] records, float[] reconstructions, int offset, int size) {
        // Four sums, which the processor forms side by side.
        double[] sums = new double[4];
        int whole = offset + size - size % sums.length;
        for (int i = offset; i < whole; i += sums.length) {
            for (int j = 0; j < sums.length; j++) {
                double difference = (double) records[i + j] - reconstructions[i + j];
                sums[j] += difference * difference;
            }
        }
        for (int i = whole; i < offset + size; i++) {
            double difference = (double) records[i] - reconstructions[i];
            sums[0] += difference * difference;
        }
        return (sums[0] + sums[1] + sums[2] + sums[3]) / size;
    }

    /**
     * Returns the mean binary cross-entropy, -(x ln p + (1 - x) ln(1 - p)) in nats, p held in [1e-7, 1 - 1e-7].
     *
     * @param records values in [0, 1] of several records, one after the other
     * @param reconstructions probabilities, as {@code records}
     * @param offset of the record's first value in both
     * @param size of a record
     * @return NaN if a value of the record is outside [0, 1], where cross-entropy means nothing
     */
    public static double crossEntropy(float[] records, float[] reconstructions, int offset, int size) {
        double sum = 0;
        for (int i = offset; i < offset + size; i++) {
            double value = records[i];
            if (!(value >= 0 && value <= 1)) {
                return Double.NaN;
            }
            double probability = Math.min(Math.max(reconstructions[i], CLIP), 1 - CLIP);
            sum -= value * Math.log(probability) + (1 - value) * Math.log1p(-probability);
        }
        return sum / size;
    }
}
