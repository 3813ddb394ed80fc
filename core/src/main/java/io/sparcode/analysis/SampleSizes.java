package io.sparcode.analysis;

/**
 * Records in the samples that figures are of which cost more than one pass: all are drawn by a hash of seed and id, and are
 * smaller where there are not as many records.
 *
 * @param map records that t-SNE and UMAP are computed for
 * @param neighbourhoods records that trustworthiness and continuity are computed on
 * @param probe most records of the training split, and of the test split, that probes see
 * @param silhouette records that the silhouette is computed on
 * @param seed of the samples
 */
public record SampleSizes(int map, int neighbourhoods, int probe, int silhouette, long seed) {}
