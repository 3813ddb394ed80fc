package io.sparcode.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an input is made of. */
public enum InputFormat {
    /** Found out from names and content. */
    AUTO,
    /** MNIST's format: images, with a labels file beside them. */
    IDX,
    /** CIFAR-10's binary files of 3,073 bytes a record. */
    CIFAR10,
    /** CIFAR-100's binary files of 3,074 bytes a record. */
    CIFAR100,
    /** A folder tree of PNG, JPEG, TIFF, WebP, GIF and BMP files, whose folders are labels, or splits with labels below. */
    IMAGES,
    /** Parquet with Spark's image schema, or with a binary column of encoded images. */
    PARQUET,
    /** NumPy's arrays, in files of their own or archives of several (.npy, .npz). */
    NUMPY,
    /** HDF5's datasets of numbers. */
    HDF5,
    /** Tar archives of image files, in WebDataset's layout or of folders. */
    TAR,
    /** Images drawn on the fly. */
    SYNTHETIC;

    /**
     * Returns the format of a name, such as {@code cifar10}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static InputFormat of(String name) {
        for (InputFormat format : values()) {
            if (format.toString().equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException("format must be one of "
                + Arrays.stream(values()).map(InputFormat::toString).collect(Collectors.joining(", ")) + ", was '"
                + name + "'");
    }

    /** Returns the name as the configuration has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
