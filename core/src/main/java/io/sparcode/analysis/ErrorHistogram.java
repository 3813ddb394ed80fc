package io.sparcode.analysis;

import java.util.List;

/**
 * How many records have which reconstruction error.
 *
 * @param edges of the bins, ascending, one more than there are bins; the last bin ends with the greatest error
 * @param counts records in each bin
 * @param threshold the error above which records are marked as anomalies; null where none or all are
 * @param marked how many records are marked as anomalies
 */
public record ErrorHistogram(List<Double> edges, List<Long> counts, Double threshold, long marked) {}
