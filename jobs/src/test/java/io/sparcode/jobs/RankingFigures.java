package io.sparcode.jobs;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How well a score ranks anomalous records above normal ones, exactly.
 *
 * @param rocAuc the share of pairs of an anomalous and a normal record that are ranked right, ties counted half, 0 to 1
 * @param averagePrecision precision at each score, weighted by the recall gained there, 0 to 1
 */
record RankingFigures(double rocAuc, double averagePrecision) {
    /** Counts over scores, of which greater is stranger, of at least one record of each kind. */
    static RankingFigures of(double[] scores, boolean[] anomalous) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i]));
        double pairs = 0;
        double precision = 0;
        long found = 0;
        long passed = 0;
        for (int first = 0; first < order.length; ) {
            int end = first;
            int hits = 0;
            while (end < order.length && scores[order[end]] == scores[order[first]]) {
                hits += anomalous[order[end++]] ? 1 : 0;
            }
            int misses = end - first - hits;
            pairs += misses * (found + hits / 2.0);
            found += hits;
            passed += misses;
            precision += hits * ((double) found / (found + passed));
            first = end;
        }
        return new RankingFigures(pairs / found / passed, precision / found);
    }
}
