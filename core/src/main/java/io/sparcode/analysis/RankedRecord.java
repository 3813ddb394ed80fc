package io.sparcode.analysis;

/**
 * One of the records that are reconstructed worst or best.
 *
 * @param rank from 1, worst or best first
 * @param id the record's
 * @param label the record's; null where it has none
 * @param split the record's; null where it has none
 * @param reconstructionMse its reconstruction error
 * @param anomalyScore the share of the training set whose error is no greater, 0 to 1; NaN where that is not known
 */
public record RankedRecord(
        int rank, String id, Integer label, String split, double reconstructionMse, double anomalyScore) {}
