package io.sparcode.analysis;

/**
 * A record's place on the two-dimensional maps.
 *
 * @param id the record's
 * @param label the record's; null where it has none
 * @param cluster its cluster, from 0
 * @param pca first and second principal component of the codes
 * @param tsne its place by t-SNE; null for records outside the sample
 * @param umap its place by UMAP; null for records outside the sample
 */
public record MapPoint(String id, Integer label, int cluster, double[] pca, double[] tsne, double[] umap) {}
