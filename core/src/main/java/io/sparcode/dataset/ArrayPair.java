package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An array of images and that of their labels, found by their names: images and labels, x and y, alone or beside words for
 * splits ({@code x_train}, {@code train_images}, {@code train/x}).
 *
 * @param images of images
 * @param labels of as many labels, or null
 * @param split that the names say, or null
 */
record ArrayPair(StoredArray images, StoredArray labels, String split) {
    private static final int SHOWN = 12;

    /**
     * Finds the pairs among arrays.
     *
     * @param input what messages call the input
     * @throws BadDataException if there are no images, or what the arrays are is not clear
     */
    static List<ArrayPair> find(String input, List<StoredArray> arrays, IngestOptions.Arrays options) {
        return new Search(input, arrays, options).pairs();
    }

    private static final class Search {
        private final String input;
        private final Map<StoredArray, ArrayName> names = new LinkedHashMap<>();
        private final IngestOptions.Arrays options;
        private final List<StoredArray> images;
        private final Set<StoredArray> used = new HashSet<>();

        Search(String input, List<StoredArray> arrays, IngestOptions.Arrays options) {
            this.input = input;
            this.options = options;
            arrays.forEach(array -> names.put(array, ArrayName.of(array)));
            images = options.images().isEmpty() ? findImages() : named(options.images(), "images");
            used.addAll(images);
        }

        List<ArrayPair> pairs() {
            List<ArrayPair> pairs = new ArrayList<>();
            for (StoredArray image : images) {
                StoredArray labels = labelsOf(image);
                if (labels != null) {
                    requireLabels(image, labels);
                    used.add(labels);
                }
                pairs.add(new ArrayPair(image, labels, names.get(image).split()));
            }
            if (options.images().isEmpty() && options.labels().isEmpty()) {
                requireNoLabelsLeft();
            }
            return pairs;
        }

        private List<StoredArray> named(String name, String key) {
            List<StoredArray> found = names.keySet().stream()
                    .filter(array -> isNamed(array, name))
                    .toList();
            if (found.isEmpty()) {
                throw refused("has no array " + name + ", which ingest.arrays." + key + " names");
            }
            return found;
        }

        private static boolean isNamed(StoredArray array, String name) {
            return (array.member().isEmpty() ? array.fileName() : array.member()).equals(name);
        }

        private List<StoredArray> findImages() {
            List<StoredArray> found = names.keySet().stream()
                    .filter(array -> names.get(array).role() == ArrayName.Role.IMAGES && array.shape().length > 1)
                    .toList();
            if (found.isEmpty()) {
                found = names.keySet().stream()
                        .filter(array -> names.get(array).role() == null && array.shape().length > 2)
                        .toList();
            }
            if (found.isEmpty()) {
                throw refused("has no array of images: none is called images or x, and none has 3 or 4 axes");
            }
            Set<String> places = new HashSet<>();
            for (StoredArray array : found) {
                if (!places.add(array.file().getPath() + " " + names.get(array).split())) {
                    throw refused("has several arrays that may be the images of one file; ingest.arrays.images names"
                            + " the one to read");
                }
            }
            return found;
        }

        private StoredArray labelsOf(StoredArray image) {
            if (options.labels().equals(IngestOptions.Arrays.NONE)) {
                return null;
            }
            if (!options.labels().isEmpty()) {
                return namedLabels(image);
            }
            ArrayName name = names.get(image);
            List<StoredArray> all = names.keySet().stream()
                    .filter(array -> names.get(array).role() == ArrayName.Role.LABELS)
                    .toList();
            List<StoredArray> own = all.stream()
                    .filter(array -> names.get(array).rest().equals(name.rest())
                            && Objects.equals(names.get(array).split(), name.split()))
                    .toList();
            if (own.size() > 1) {
                throw refused("has several arrays that may be the labels of " + image
                        + "; ingest.arrays.labels names the one to read");
            }
            if (own.size() == 1) {
                return own.get(0);
            }
            if (images.size() == 1 && all.size() == 1 && all.get(0).type() != null) {
                return all.get(0);
            }
            return unnamedLabels(image);
        }

        private StoredArray namedLabels(StoredArray image) {
            List<StoredArray> found = named(options.labels(), "labels");
            List<StoredArray> beside = found.stream()
                    .filter(array -> array.file().equals(image.file()))
                    .toList();
            List<StoredArray> chosen = beside.isEmpty() ? found : beside;
            if (chosen.size() > 1) {
                throw refused("has " + options.labels() + " several times beside " + image);
            }
            return chosen.get(0);
        }

        /** Where an unnamed array is saved after another, NumPy calls them arr_0 and arr_1. */
        private StoredArray unnamedLabels(StoredArray image) {
            for (StoredArray array : names.keySet()) {
                boolean fits = array.file().equals(image.file())
                        && names.get(array).role() != ArrayName.Role.LABELS
                        && array.isWholeColumn()
                        && array.records() == image.records();
                if (fits && image.member().equals("arr_0") && array.member().equals("arr_1")) {
                    return array;
                }
                if (fits && images.size() == 1) {
                    throw refused("has no array called labels or y, though " + array + " has as many numbers as "
                            + image + " has records; ingest.arrays.labels names the labels, or is none");
                }
            }
            return null;
        }

        private void requireLabels(StoredArray image, StoredArray labels) {
            if (!labels.isWholeColumn()) {
                throw refused(
                        "has the labels " + labels + ", but labels must be one whole number an image, [records] or"
                                + " [records, 1]; ingest.arrays.labels names another array, or is none");
            }
            if (labels.records() != image.records()) {
                throw refused("has " + image.records() + " records in " + image + ", but " + labels.records()
                        + " in its labels " + labels);
            }
        }

        private void requireNoLabelsLeft() {
            for (StoredArray array : names.keySet()) {
                if (names.get(array).role() == ArrayName.Role.LABELS && array.type() != null && !used.contains(array)) {
                    throw refused("has the labels " + array + " without images of that name; ingest.arrays.images and"
                            + " ingest.arrays.labels name what to read");
                }
            }
        }

        private BadDataException refused(String what) {
            String shown = names.keySet().stream()
                    .limit(SHOWN)
                    .map(StoredArray::toString)
                    .collect(Collectors.joining("; "));
            return new BadDataException("input '" + input + "' " + what + ". It has " + names.size()
                    + (names.size() == 1 ? " array: " : " arrays: ") + shown
                    + (names.size() > SHOWN ? "; and more" : ""));
        }
    }
}
