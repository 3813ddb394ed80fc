package io.sparcode.image;

/**
 * The shape of an image [height, width, channels].
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 to {@value #MOST_CHANNELS}: 1 of grey, 3 of colour, 4 of colour with alpha, or bands of any number
 */
public record ImageShape(int height, int width, int channels) {
    /** The most channels, which is as many as OpenCV's images have (CV_CN_MAX). */
    public static final int MOST_CHANNELS = 512;

    /** Checks the ranges. */
    public ImageShape {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("height and width must be at least 1, were " + height + " and " + width);
        }
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("channels must be 1 to " + MOST_CHANNELS + ", was " + channels);
        }
        Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }

    /** Returns whether images of this shape may be grey, colour or colour with alpha: 1, 3 or 4 channels. */
    public boolean canBeColour() {
        return channels == 1 || channels == 3 || channels == 4;
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
