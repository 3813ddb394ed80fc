package io.sparcode.analysis;

import java.util.List;

/**
 * k-means on the codes.
 *
 * @param clusters how many
 * @param sizes records in each
 * @param silhouette how much nearer codes are to their own cluster than to the next, -1 to 1, by squared Euclidean distances,
 *     which give greater values than the plain ones of Rousseeuw (1987) where clusters are apart; higher is better; NaN where
 *     one cluster holds the whole sample
 * @param adjustedMutualInformation of clusters and labels, over the records that have a label: 0 by chance, 1 where they say
 *     the same (Vinh, Epps and Bailey 2010, normalised by the mean of the entropies); null where there are no labels
 */
public record Clustering(int clusters, List<Long> sizes, double silhouette, Double adjustedMutualInformation) {}
