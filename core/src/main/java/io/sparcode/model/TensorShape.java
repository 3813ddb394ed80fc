package io.sparcode.model;

import io.sparcode.image.ImageShape;
import java.io.Serializable;
import java.util.Optional;

/**
 * The shape of one record's values between layers: planes of an image, or a vector as [size, 1, 1]. Values are laid out
 * plane by plane, row by row, which is DL4J's NCHW flattened.
 *
 * @param channels planes, or the vector's size; at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record TensorShape(int channels, int height, int width) implements Serializable {
    /** Checks the ranges. */
    public TensorShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new ArchitectureException(
                    "a shape has at least 1 in each place, was [" + channels + ", " + height + ", " + width + "]");
        }
        Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /** Returns the shape of a vector of {@code size} values. */
    public static TensorShape vector(int size) {
        return new TensorShape(size, 1, 1);
    }

    /** Returns the shape that an image's planes have. */
    public static TensorShape of(ImageShape image) {
        return new TensorShape(image.channels(), image.height(), image.width());
    }

    /** Returns the image that has these planes; empty for a vector, and for more planes than images have. */
    public Optional<ImageShape> asImage() {
        return !isVector() && channels <= ImageShape.MOST_CHANNELS
                ? Optional.of(new ImageShape(height, width, channels))
                : Optional.empty();
    }

    /** Returns the number of values. */
    public int size() {
        return channels * height * width;
    }

    /** Returns whether height and width are both 1. */
    public boolean isVector() {
        return height == 1 && width == 1;
    }

    @Override
    public String toString() {
        return isVector() ? "[" + channels + "]" : "[" + channels + ", " + height + ", " + width + "]";
    }
}
