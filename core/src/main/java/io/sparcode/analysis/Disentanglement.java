package io.sparcode.analysis;

import java.util.List;

/**
 * Which code units hold which factors of the images (Chen et al. 2018).
 *
 * @param mutualInformationGap the mean of the factors' gaps, 0 to 1; higher is better; NaN where no factor varies
 * @param factors each of them
 */
public record Disentanglement(double mutualInformationGap, List<Factor> factors) {
    /**
     * A known factor of the images.
     *
     * @param name of it
     * @param entropy of its values, in nats
     * @param gap between the two largest mutual informations with a unit, over the entropy, 0 to 1
     * @param unit the one that says most of it
     * @param mutualInformation with each unit, in nats
     */
    public record Factor(String name, double entropy, double gap, int unit, List<Double> mutualInformation) {}
}
