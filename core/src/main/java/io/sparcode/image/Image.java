package io.sparcode.image;

/**
 * An image's pixels as bytes [height, width, channels], row by row, channels interleaved: grey, BGR or BGRA, the order
 * of Spark's image schema and of OpenCV.
 *
 * @param shape the shape
 * @param pixels as many bytes as {@link ImageShape#size()} says, each 0 to 255 unsigned; not copied
 */
public record Image(ImageShape shape, byte[] pixels) {
    /** Checks that pixels and shape agree. */
    public Image {
        if (pixels.length != shape.size()) {
            throw new IllegalArgumentException(
                    "an image of shape " + shape + " has " + shape.size() + " bytes, not " + pixels.length);
        }
    }

    /**
     * Returns the image that values are, as networks give them.
     *
     * @param values [channels, height, width] on the [0, 1] scale; what is outside is clipped, what is no number is 0
     */
    public static Image of(ImageShape shape, float[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "an image of shape " + shape + " has " + shape.size() + " values, not " + values.length);
        }
        byte[] pixels = new byte[values.length];
        int plane = shape.height() * shape.width();
        for (int i = 0; i < pixels.length; i++) {
            float value = values[i % shape.channels() * plane + i / shape.channels()];
            pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
        }
        return new Image(shape, pixels);
    }
}
