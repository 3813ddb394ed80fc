package io.sparcode.image;

/**
 * The shape of an image [height, width, channels].
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 (grey), 3 (colour) or 4 (colour with alpha)
 */
public record ImageShape(int height, int width, int channels) {
    /** Checks the ranges. */
    public ImageShape {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("height and width must be at least 1, were " + height + " and " + width);
        }
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("channels must be 1, 3 or 4, was " + channels);
        }
        Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }

    /** Returns the number of values, height x width x channels. */
    public int size() {
        return height * width * channels;
    }

    @Override
    public String toString() {
        return height + "x" + width + "x" + channels;
    }
}
