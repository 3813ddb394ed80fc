package io.sparcode.dataset;

import io.sparcode.image.UnreadableImageException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the files of archives are to each other. A plain value that travels.
 */
final class TarLayout implements Serializable {
    private static final long serialVersionUID = 1;

    /** Where an image of a folder belongs. A plain value that travels. */
    static final class Place implements Serializable {
        private static final long serialVersionUID = 1;

        private final Integer label;
        private final String split;

        /** Either may be null; the split is what the folders say. */
        Place(Integer label, String split) {
            this.label = label;
            this.split = split;
        }

        Integer label() {
            return label;
        }

        String split() {
            return split;
        }
    }

    private final boolean isSamples;
    private final Map<String, Integer> labels;
    private final Map<String, Place> places;
    private final Set<String> splits;

    /**
     * Describes samples with the numbers of their labels, null where every label is a plain number, and the places of their
     * folders, or else image files with their places; and all splits.
     */
    TarLayout(boolean isSamples, Map<String, Integer> labels, Map<String, Place> places, Set<String> splits) {
        this.isSamples = isSamples;
        this.labels = labels;
        this.places = places;
        this.splits = splits;
    }

    /** Returns whether files of one name but for the ending are one sample; else each is a record. */
    boolean isSamples() {
        return isSamples;
    }

    /** Returns the number that a label is, if it is written plainly: 7, but not 007, +7 or 7.0. */
    static Optional<Integer> plainNumber(String label) {
        try {
            return Optional.of(label)
                    .filter(text -> text.matches("0|[1-9][0-9]*"))
                    .map(Integer::valueOf);
        } catch (NumberFormatException e) {
            // It is too large.
            return Optional.empty();
        }
    }

    /**
     * Returns the number of a sample's label.
     *
     * @param text null for none
     * @return null for none
     * @throws UnreadableImageException if the label has none
     */
    Integer label(String text) throws UnreadableImageException {
        if (text == null) {
            return null;
        }
        Integer label = labels == null ? plainNumber(text).orElse(null) : labels.get(text);
        if (label == null) {
            throw new UnreadableImageException(
                    "label is '" + text + "', which was not in the archives when their labels were counted");
        }
        return label;
    }

    /** Returns the place of an image file, which is left out where it has none, or of a sample, null where it says nothing. */
    Place place(String key) {
        return places.get(isSamples ? TarName.folder(key) : key);
    }

    /**
     * Returns the split that a record keeps, or null: its folder's, even train that is to be divided, or else its
     * archive's.
     *
     * @param place null for none
     * @param ofArchive what the archive's name says, or null
     */
    String split(Place place, String ofArchive) {
        boolean isOfFolder = place != null && place.split() != null;
        return SourceNames.kept(isOfFolder ? place.split() : ofArchive, splits);
    }
}
