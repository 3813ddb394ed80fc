package io.sparcode.analysis;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an analysis leaves out, or takes of something else than its figure's name says, and why: told when it is found. */
final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    private final List<String> notes = new ArrayList<>();

    void add(String note) {
        LOG.warn(note);
        notes.add(note);
    }

    /** Says what codes that are all the same do not allow. */
    void ofConstantCodes(long records) {
        add((records == 1 ? "there is one record" : "all codes are the same but for rounding")
                + ": no dimensions, no clusters, and no maps by t-SNE and UMAP");
    }

    /** Says what of a sample of different codes there is not. */
    void ofSample(Clustering clustering, List<MapPoint> places) {
        if (clustering == null) {
            add("there are no clusters: the codes to find them among are all the same but for rounding");
        } else if (Double.isNaN(clustering.silhouette())) {
            add("there is no silhouette: all codes that it is of are in one cluster");
        }
        if (places.size() < CodeMap.FEWEST) {
            add("there are no maps by t-SNE and UMAP: they need " + CodeMap.FEWEST + " records, and have "
                    + places.size());
        } else if (places.get(0).tsne() == null) {
            add("there are no maps by t-SNE and UMAP: the codes on them are all the same but for rounding");
        }
    }

    /** Says what is not there of neighbourhoods, of records with images. */
    void ofNeighbourhoods(Points codes, Points images) {
        if (images.count() < Points.FEWEST) {
            add("there are no neighbourhoods: they need " + Points.FEWEST + " records with images, and have "
                    + images.count());
        } else {
            add("there are no neighbourhoods: the " + (images.areAllAlike() ? "images" : "codes")
                    + " that they are of are all the same");
        }
    }

    /**
     * Says what the images do not allow.
     *
     * @param pixels null where there are no images
     * @param ofInput whether the model gives the images that it takes
     * @param baseline null where there is none
     */
    void ofImages(ImagePixels pixels, boolean ofInput, boolean ofCorrupted, PixelBaseline baseline) {
        if (pixels == null) {
            add("there are no images: no baseline, no neighbourhoods, and no probes on pixels");
            return;
        }
        if (!pixels.atFullSize()) {
            ImageShape full = pixels.fullShape();
            add("images of " + full + " have more than " + ImagePixels.MOST_VALUES + " values: neighbourhoods and the"
                    + " probes on pixels and their principal components are of images shrunk to "
                    + ImagePixels.fitted(full) + ", and the baseline is of at most "
                    + pixels.mostCompared(Integer.MAX_VALUE) + " images");
        }
        if (!ofInput) {
            add("there is no baseline: the model gives other images than it takes");
        } else if (ofCorrupted) {
            add("there is no baseline: the codes are of corrupted records");
        } else if (baseline == null) {
            add(
                    "there is no baseline: records have no errors, principal components leave none, or there are fewer pixels or"
                            + " training images than a code has values"
                            + (pixels.atFullSize() ? "" : ", or components of so many values have no room"));
        } else if (baseline.split().equals(ImageRows.TRAIN)) {
            add(
                    "no split is held out: the baseline's errors are of training records, which both model and components know");
        }
    }

    /** Says where probes are asked about other records than errors are compared on. */
    void ofSplits(Sample.Parts parts) {
        if (!parts.asked().equals(parts.compared())) {
            String asked = parts.asked().equals(ImageRows.TRAIN) ? "a tenth of the training" : "the " + parts.asked();
            add("no record of the " + parts.compared() + " split has a label: probes are asked about " + asked
                    + " split");
        }
    }

    List<String> all() {
        return List.copyOf(notes);
    }
}
