package io.sparcode.analysis;

import java.util.List;

/**
 * How a score is distributed.
 *
 * @param score the encoded rows' column
 * @param label of the records it is about; null for all records
 * @param count records that have the score
 * @param mean over them
 * @param quantiles at {@link #PROBABILITIES}, within 0.1 % of the rank
 */
public record ScoreQuantiles(String score, Integer label, long count, double mean, List<Double> quantiles) {
    /** The shares of records at or below each quantile: from the least value to the greatest. */
    public static final List<Double> PROBABILITIES = List.of(0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0);
}
