package io.sparcode.analysis;

/**
 * Most records in the samples that figures are of which cost more than one pass: all are drawn by a hash of seed and id, and
 * are smaller where there are not as many records. Each is at least 1.
 *
 * @param map records that t-SNE and UMAP are computed for
 * @param neighbourhoods records that trustworthiness and continuity are computed on
 * @param probe records of the training split, and of the held-out one, that probes see
 * @param clusters records that clusters are found among, and that their silhouette is computed on
 * @param pixels images that the model was trained on, to which principal components are fitted, and of the split that their
 *     error is of
 * @param seed of the samples
 */
public record SampleSizes(int map, int neighbourhoods, int probe, int clusters, int pixels, long seed) {
    /** Checks the ranges. */
    public SampleSizes {
        atLeastOne(map, "map");
        atLeastOne(neighbourhoods, "neighbourhoods");
        atLeastOne(probe, "probe");
        atLeastOne(clusters, "clusters");
        atLeastOne(pixels, "pixels");
    }

    private static void atLeastOne(int size, String name) {
        if (size < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 record, was " + size);
        }
    }
}
