package io.sparcode.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How many dimensions the codes fill, from the eigenvalues of their covariance.
 *
 * @param participationRatio the square of the eigenvalues' sum over the sum of their squares, 1 to the code's size: as many
 *     equally strong dimensions would have the same; NaN where all codes are the same but
 *     for rounding
 * @param componentsFor90 principal components that hold 90 % of the variance; null where all codes are the same
 * @param componentsFor99 principal components that hold 99 % of the variance; null where all codes are the same
 * @param varianceShares each component's share of the variance, largest first; none where all codes are the same
 */
public record EffectiveDimension(
        double participationRatio,
        @JsonProperty("components-for-90") Integer componentsFor90,
        @JsonProperty("components-for-99") Integer componentsFor99,
        List<Double> varianceShares) {}
