package io.sparcode.analysis;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * How well a score ranks some records above the others.
 *
 * @param rocAuc the probability that one of them ranks above one of the others, ties counted half, 0 to 1; NaN where there
 *     are none, or no others
 * @param averagePrecision the sum over thresholds of precision times the recall gained, 0 to 1; NaN as {@code rocAuc}
 * @param negatives the others
 * @param positives those that shall rank high
 */
record RankingQuality(double rocAuc, double averagePrecision, long negatives, long positives) {
    /**
     * Sorts on the cluster and measures, exactly.
     *
     * @param scores by score, greatest highest, whether the record shall rank high
     */
    static RankingQuality of(JavaPairRDD<Double, Boolean> scores) {
        // Equal scores are in one partition, since a sort divides by keys.
        JavaPairRDD<Double, Boolean> sorted = scores.sortByKey(false).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<long[]> counts =
                    sorted.mapPartitions(RankingQuality::count, true).collect();
            long[] positivesBefore = new long[counts.size() + 1];
            long[] negativesBefore = new long[counts.size() + 1];
            for (int i = 0; i < counts.size(); i++) {
                positivesBefore[i + 1] = positivesBefore[i] + counts.get(i)[0];
                negativesBefore[i + 1] = negativesBefore[i] + counts.get(i)[1];
            }
            double positives = positivesBefore[counts.size()];
            double negatives = negativesBefore[counts.size()];
            double[] sums = sorted
                    .mapPartitionsWithIndex(
                            (part, rows) -> sums(rows, positivesBefore[part], negativesBefore[part]), true)
                    .collect()
                    .stream()
                    .reduce(new double[2], (a, b) -> new double[] {a[0] + b[0], a[1] + b[1]});
            return new RankingQuality(
                    positives * negatives == 0 ? Double.NaN : sums[0] / positives / negatives,
                    positives * negatives == 0 ? Double.NaN : sums[1] / positives,
                    (long) negatives,
                    (long) positives);
        } finally {
            sorted.unpersist(false);
        }
    }

    private static Iterator<long[]> count(Iterator<Tuple2<Double, Boolean>> rows) {
        long[] counts = new long[2];
        rows.forEachRemaining(row -> counts[row._2 ? 0 : 1]++);
        return List.of(counts).iterator();
    }

    /**
     * Walks down a ranking.
     *
     * @param positivesBefore records above that shall rank high
     * @param negativesBefore the others above
     * @return pairs in the right order, ties counted half, of which the negative is in these rows; and the sum over the
     *     positives in these rows of the precision at their score
     */
    private static Iterator<double[]> sums(
            Iterator<Tuple2<Double, Boolean>> rows, long positivesBefore, long negativesBefore) {
        double pairs = 0;
        double precisions = 0;
        long above = positivesBefore;
        long othersAbove = negativesBefore;
        long tied = 0;
        long othersTied = 0;
        double score = Double.NaN;
        while (rows.hasNext()) {
            Tuple2<Double, Boolean> row = rows.next();
            if (row._1 != score) {
                pairs += othersTied * (above + tied / 2.0);
                precisions += precisions(above, othersAbove, tied, othersTied);
                above += tied;
                othersAbove += othersTied;
                tied = 0;
                othersTied = 0;
                score = row._1;
            }
            if (row._2) {
                tied++;
            } else {
                othersTied++;
            }
        }
        pairs += othersTied * (above + tied / 2.0);
        precisions += precisions(above, othersAbove, tied, othersTied);
        return List.of(new double[] {pairs, precisions}).iterator();
    }

    private static double precisions(long above, long othersAbove, long tied, long othersTied) {
        return tied == 0 ? 0 : tied * ((double) (above + tied) / (above + tied + othersAbove + othersTied));
    }
}
