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
     * Returns the image of values as networks give them: plane by plane, on [0, 1], beyond which they are clipped.
     *
     * @param values which hold [channels, height, width] at {@code offset}
     */
    public static Image ofValues(ImageShape shape, float[] values, int offset) {
        byte[] pixels = new byte[shape.size()];
        int plane = shape.height() * shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int pixel = 0; pixel < plane; pixel++) {
                float value = Math.max(0, Math.min(1, values[offset + channel * plane + pixel]));
                pixels[pixel * shape.channels() + channel] = (byte) Math.round(255 * value);
            }
        }
        return new Image(shape, pixels);
    }
}
