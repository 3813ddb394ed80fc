package io.sparcode.image;

import java.io.Serializable;
import java.util.Objects;

/**
 * How encoded images are read.
 *
 * @param maxPixels the most pixels of an image, height x width, 1 to {@link #LARGEST_LIMIT}
 * @param colorProfile what becomes of a profile in the file
 * @param orientation which way up an image is read whose file says how the camera was held
 * @param values how precisely pixels are kept
 */
public record DecodingOptions(long maxPixels, ColorProfile colorProfile, Orientation orientation, PixelValues values)
        implements Serializable {
    /** The largest limit: four channels of as many pixels still fit in an array. */
    public static final long LARGEST_LIMIT = Integer.MAX_VALUE / 4;

    /** Checks the ranges. */
    public DecodingOptions {
        if (maxPixels < 1 || maxPixels > LARGEST_LIMIT) {
            throw new IllegalArgumentException("max-pixels must be 1 to " + LARGEST_LIMIT + ", was " + maxPixels);
        }
        Objects.requireNonNull(colorProfile, "color-profile must be given");
        Objects.requireNonNull(orientation, "orientation must be given");
        Objects.requireNonNull(values, "values must be given");
    }

    /** Returns the options of images upright, of stored values in bytes. */
    public static DecodingOptions upTo(long maxPixels) {
        return new DecodingOptions(maxPixels, ColorProfile.IGNORE, Orientation.UPRIGHT, PixelValues.BYTES);
    }

    /**
     * Checks the size that a file claims, before memory is taken for its pixels.
     *
     * @param format the format's name, for the message
     */
    void requireSize(Object format, long height, long width) throws UnreadableImageException {
        if (height < 1 || width < 1 || height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
            throw new UnreadableImageException(format + " claims an impossible size, " + height + " x " + width);
        }
        if (height * width > maxPixels) {
            throw new UnreadableImageException(format + " claims " + height + " x " + width + " = " + height * width
                    + " pixels, the limit is " + maxPixels);
        }
    }
}
