package io.sparcode.analysis;

/**
 * One code unit over all records.
 *
 * @param unit its index in the code, from 0
 * @param mean of its values
 * @param variance of its values, at least 0; 0 where they differ by the rounding of floats alone
 * @param min its least value
 * @param max its greatest value
 * @param zeros the share of records for which it is 0 (at most 1e-6 from it), 0 to 1
 * @param dead whether it says nothing: it is the same for all records but for rounding, or never more than
 *     {@value io.sparcode.scoring.CodeActivity#ACTIVE} from 0
 */
public record UnitStatistics(
        int unit, double mean, double variance, double min, double max, double zeros, boolean dead) {}
