package io.sparcode.dataset;

import io.sparcode.image.ColorProfile;
import io.sparcode.image.DecodingOptions;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Orientation;
import io.sparcode.image.PixelValues;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.Rgb;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How an input becomes a dataset of image rows.
 *
 * @param input a file, a folder or a glob on any Hadoop file system, or {@code synthetic:digits} or {@code synthetic:sprites}
 * @param format what the input is made of
 * @param folders what the folders of image files stand for
 * @param output the directory that the dataset is written to
 * @param image the shape that every image is brought to
 * @param derived a second image of each record
 * @param split how records are divided into train, validation and test
 * @param quarantine where unreadable records go, and how many there may be
 * @param parquet how Parquet inputs are read
 * @param arrays which arrays of NumPy's and HDF5 files are read
 * @param synthetic what is drawn for synthetic inputs
 * @param shards files in the output, at least 0; 0 chooses by the size of the data
 * @param overwrite whether an output that exists is replaced rather than refused
 */
public record IngestOptions(
        String input,
        InputFormat format,
        FolderLayout folders,
        String output,
        TargetImage image,
        Derived derived,
        Split split,
        Quarantine quarantine,
        Parquet parquet,
        Arrays arrays,
        Synthetic synthetic,
        int shards,
        boolean overwrite) {
    /** Checks the ranges. */
    public IngestOptions {
        requireText(input, "input");
        requireText(output, "output");
        Objects.requireNonNull(format, "format must be given");
        Objects.requireNonNull(folders, "folders must be given");
        Objects.requireNonNull(image, "image must be given");
        Objects.requireNonNull(derived, "derived must be given");
        Objects.requireNonNull(split, "split must be given");
        Objects.requireNonNull(quarantine, "quarantine must be given");
        Objects.requireNonNull(parquet, "parquet must be given");
        Objects.requireNonNull(arrays, "arrays must be given");
        Objects.requireNonNull(synthetic, "synthetic must be given");
        if (shards < 0) {
            throw new IllegalArgumentException("shards must be at least 0, was " + shards);
        }
    }

    /** Returns where unreadable records go: the path that was set, or {@code .quarantine} after the output's name. */
    public String quarantinePath() {
        return quarantine.path().isEmpty() ? output.replaceAll("/+$", "") + ".quarantine" : quarantine.path();
    }

    private static void requireText(String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must be given, was " + (value == null ? "null" : "empty"));
        }
    }

    /**
     * The shape that every image is brought to.
     *
     * @param height rows, at least 1; 0 together with width leaves both as they are
     * @param width columns, at least 1; 0 together with height leaves both as they are
     * @param channels 1 to 512: 1 (grey), 3 (colour), 4 (colour with alpha) or as many bands as images have; 0 leaves them
     *     as they are
     * @param resizeFilter how pixels are interpolated where the size changes
     * @param maxPixels the largest image that is decoded, height x width, 1 to 536,870,911; larger
     *     ones go to quarantine
     * @param colorProfile what becomes of a profile in an image file
     * @param orientation which way up an image file is read that says how the camera was held
     * @param background what an image with alpha is drawn over where it loses it
     * @param values how precisely pixels are kept
     */
    public record TargetImage(
            int height,
            int width,
            int channels,
            ResizeFilter resizeFilter,
            long maxPixels,
            ColorProfile colorProfile,
            Orientation orientation,
            Rgb background,
            PixelValues values) {
        /** Checks the ranges. */
        public TargetImage {
            if (height < 0 || width < 0 || (height == 0) != (width == 0)) {
                throw new IllegalArgumentException(
                        "image.height and image.width must both be at least 1, or both 0 for images as they are, were "
                                + height + " and " + width);
            }
            if (channels < 0 || channels > ImageShape.MOST_CHANNELS) {
                throw new IllegalArgumentException("image.channels must be 1 to " + ImageShape.MOST_CHANNELS
                        + ", or 0 for images as they are, was " + channels);
            }
            Objects.requireNonNull(resizeFilter, "image.resize-filter must be given");
            Objects.requireNonNull(colorProfile, "image.color-profile must be given");
            Objects.requireNonNull(orientation, "image.orientation must be given");
            Objects.requireNonNull(background, "image.background must be given");
            Objects.requireNonNull(values, "image.values must be given");
            if (maxPixels < 1 || maxPixels > DecodingOptions.LARGEST_LIMIT) {
                throw new IllegalArgumentException(
                        "image.max-pixels must be 1 to " + DecodingOptions.LARGEST_LIMIT + ", was " + maxPixels);
            }
            if (Math.max(1, channels) * (long) height * width > Integer.MAX_VALUE - 16) {
                throw new IllegalArgumentException("image.height x image.width x image.channels must be less than 2^31"
                        + ", was " + height + " x " + width + " x " + channels);
            }
        }
    }

    /**
     * A second image column: each record's image, once in the shape that was asked for, at another size. A model that is
     * trained from one to the other changes an image's resolution.
     *
     * @param column the column's name; empty for no such column
     * @param height rows, at least 1 where there is a column, else 0
     * @param width columns, at least 1 where there is a column, else 0
     * @param resizeFilter how pixels are interpolated
     */
    public record Derived(String column, int height, int width, ResizeFilter resizeFilter) implements Serializable {
        private static final List<String> TAKEN =
                List.of(ImageRows.ID, ImageRows.LABEL, ImageRows.SPLIT, ImageRows.IMAGE, ImageRows.FACTORS);

        /** Checks the ranges. */
        public Derived {
            Objects.requireNonNull(column, "derived.column must be given, empty for none");
            Objects.requireNonNull(resizeFilter, "derived.resize-filter must be given");
            if (column.isEmpty() ? height != 0 || width != 0 : height < 1 || width < 1) {
                throw new IllegalArgumentException("derived.height and derived.width must be at least 1 where"
                        + " derived.column is given, else 0; were " + height + " and " + width + " for '" + column
                        + "'");
            }
            if ((long) height * width > (Integer.MAX_VALUE - 16) / 4) {
                throw new IllegalArgumentException(
                        "derived.height x derived.width must be less than 2^29, was " + height + " x " + width);
            }
            if (TAKEN.contains(column.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "derived.column must be none of " + String.join(", ", TAKEN) + ", was " + column);
            }
            // A dot or a backtick in it would have to be quoted wherever the column is named.
            if (!column.matches("[A-Za-z0-9_]*")) {
                throw new IllegalArgumentException(
                        "derived.column must be letters, digits and underscores, was " + column);
            }
        }
    }

    /**
     * How records are divided: by a hash of the id, so that adding files moves no record. A source that comes with a test
     * or a validation split of its own keeps it, and none of its other records are added to that.
     *
     * @param validationFraction the share of validation, 0 up to but not including 1
     * @param testFraction the share of test, 0 up to but not including 1; both together less than 1
     * @param seed another seed is another division
     */
    public record Split(double validationFraction, double testFraction, long seed) {
        /** Checks the ranges. */
        public Split {
            requireFraction(validationFraction, "split.validation-fraction");
            requireFraction(testFraction, "split.test-fraction");
            if (validationFraction + testFraction >= 1) {
                throw new IllegalArgumentException(
                        "split.validation-fraction and split.test-fraction must be less than 1 together, were "
                                + validationFraction + " and " + testFraction);
            }
        }

        /** Returns how the records are divided that a source has no split for. */
        Split beside(Source source) {
            return new Split(
                    source.hasValidation() ? 0 : validationFraction, source.hasSplits() ? 0 : testFraction, seed);
        }

        private static void requireFraction(double value, String name) {
            if (!(value >= 0 && value < 1)) {
                throw new IllegalArgumentException(name + " must be at least 0 and less than 1, was " + value);
            }
        }
    }

    /**
     * Where unreadable records go. More of them than either limit allows, and nothing is published but the quarantine.
     *
     * @param path the directory of the table; empty for {@code .quarantine} after the output's name
     * @param maxRecords how many there may be, at least 0
     * @param maxFraction what share of all records they may be, 0 to 1
     */
    public record Quarantine(String path, long maxRecords, double maxFraction) {
        /** Checks the ranges. */
        public Quarantine {
            Objects.requireNonNull(path, "quarantine.path must be given, empty for the default");
            if (maxRecords < 0) {
                throw new IllegalArgumentException("quarantine.max-records must be at least 0, was " + maxRecords);
            }
            if (!(maxFraction >= 0 && maxFraction <= 1)) {
                throw new IllegalArgumentException("quarantine.max-fraction must be 0 to 1, was " + maxFraction);
            }
        }
    }

    /**
     * How Parquet inputs are read.
     *
     * @param imageColumn the column of images, of Spark's image schema or encoded as binary; empty to find it
     * @param labelColumn the column of labels; empty to find it, {@link #NONE} for no labels
     * @param idColumn the column of ids; empty to find it, {@link #NONE} for ids of file names and places
     * @param splitColumn the column of splits; empty to find it, {@link #NONE} for no splits
     */
    public record Parquet(String imageColumn, String labelColumn, String idColumn, String splitColumn) {
        /** Instead of a column's name: none is read. */
        public static final String NONE = "none";

        /** Finds all columns. */
        public static final Parquet FOUND = new Parquet("", "", "", "");

        /** Checks that there are values. */
        public Parquet {
            Objects.requireNonNull(imageColumn, "parquet.image-column must be given, empty to find it");
            Objects.requireNonNull(labelColumn, "parquet.label-column must be given, empty to find it");
            Objects.requireNonNull(idColumn, "parquet.id-column must be given, empty to find it");
            Objects.requireNonNull(splitColumn, "parquet.split-column must be given, empty to find it");
        }
    }

    /**
     * Which arrays of NumPy's and HDF5 files are read.
     *
     * @param images the array of images, by its name in its file, such as {@code x_train} or {@code train/images}; empty to
     *     find them
     * @param labels the array of labels; empty to find them, {@link #NONE} for no labels
     */
    public record Arrays(String images, String labels) {
        /** Instead of an array's name: none is read. */
        public static final String NONE = "none";

        /** Finds all arrays. */
        public static final Arrays FOUND = new Arrays("", "");

        /** Checks that there are values. */
        public Arrays {
            Objects.requireNonNull(images, "arrays.images must be given, empty to find it");
            Objects.requireNonNull(labels, "arrays.labels must be given, empty to find it");
        }
    }

    /**
     * What is drawn for synthetic inputs.
     *
     * @param count images, at least 1
     * @param seed another seed draws other images
     */
    public record Synthetic(long count, long seed) {
        /** Checks the ranges. */
        public Synthetic {
            if (count < 1) {
                throw new IllegalArgumentException("synthetic.count must be at least 1, was " + count);
            }
        }
    }
}
