package io.sparcode.analysis;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is analysed, and on how many records.
 *
 * @param clusters of k-means, at least 2
 * @param neighbours whose agreement makes a neighbourhood, and who vote in a probe; at least 1
 * @param anomalousLabels labels of records that are anomalies; none where that is not known
 * @param samples how large the samples are
 */
public record AnalysisOptions(int clusters, int neighbours, Set<Integer> anomalousLabels, SampleSizes samples) {
    /** Checks the ranges. */
    public AnalysisOptions {
        if (clusters < 2) {
            throw new IllegalArgumentException("clusters must be at least 2, was " + clusters);
        }
        if (neighbours < 1) {
            throw new IllegalArgumentException("neighbours must be at least 1, was " + neighbours);
        }
        // In the order of numbers: that of an immutable set differs from run to run, and an identity is made of them.
        anomalousLabels = Collections.unmodifiableSortedSet(new TreeSet<>(anomalousLabels));
    }
}
