package io.sparcode.analysis;

/**
 * A record's place on the two-dimensional maps.
 *
 * @param id the record's
 * @param label the record's; null where it has none
 * @param cluster its cluster, from 0; null where there are no clusters
 * @param pca first and second principal component of the codes
 * @param tsne its place by t-SNE; null where there are fewer than four records or all codes are the same
 * @param umap its place by UMAP; null as {@code tsne}
 */
public record MapPoint(String id, Integer label, Integer cluster, double[] pca, double[] tsne, double[] umap) {}
