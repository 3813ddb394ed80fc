package io.sparcode.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How many dimensions the codes fill, from the eigenvalues of their covariance.
 *
 * @param participationRatio the square of the eigenvalues' sum over the sum of their squares, 1 to the code's size: as many
 *     equally strong dimensions would have the same; NaN where all codes are the same
 * @param componentsFor90 principal components that hold 90 % of the variance
 * @param componentsFor99 principal components that hold 99 % of the variance
 * @param varianceShares each component's share of the variance, largest first
 */
public record EffectiveDimension(
        double participationRatio,
        @JsonProperty("components-for-90") int componentsFor90,
        @JsonProperty("components-for-99") int componentsFor99,
        List<Double> varianceShares) {}
