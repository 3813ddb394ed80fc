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
}
