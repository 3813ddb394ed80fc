package io.sparcode.image;

/**
 * An image's pixels [height, width, channels], row by row, channels interleaved: as bytes, or as 32-bit floats.
 *
 * <p>A byte stands for its value / 255. Floats are on the same scale: 0 is black and 1 is white; those of files are within
 * [0, 1], those of tables may be beyond it.
 *
 * <p>Channels of an image of colour are grey, BGR or BGRA, the order of Spark's image schema and of OpenCV. Other channels
 * are bands, such as those of a satellite: in the order in which they are stored, and none of them is alpha.
 */
public final class Image {
    private static final int WHITE = 255;

    private final ImageShape shape;
    private final byte[] bytes;
    private final float[] floats;
    private final boolean colour;

    private Image(ImageShape shape, byte[] bytes, float[] floats, boolean colour) {
        int length = bytes == null ? floats.length : bytes.length;
        if (length != shape.size()) {
            throw new IllegalArgumentException("an image of shape " + shape + " has " + shape.size()
                    + (bytes == null ? " floats" : " bytes") + ", not " + length);
        }
        this.shape = shape;
        this.bytes = bytes;
        this.floats = floats;
        this.colour = colour;
    }

    /**
     * An image of bytes; of colour where it has 1, 3 or 4 channels, else of bands.
     *
     * @param pixels as many bytes as {@link ImageShape#size()} says, each 0 to 255 unsigned; not copied
     */
    public Image(ImageShape shape, byte[] pixels) {
        this(shape, pixels, null, shape.canBeColour());
    }

    /**
     * Returns an image of floats; of colour where it has 1, 3 or 4 channels, else of bands.
     *
     * @param pixels as many floats as {@link ImageShape#size()} says, each finite; not copied
     */
    public static Image ofFloats(ImageShape shape, float[] pixels) {
        return new Image(shape, null, pixels, shape.canBeColour());
    }

    /**
     * Returns the image of values as networks give them: plane by plane, on [0, 1], beyond which they are clipped; as bytes.
     *
     * @param values which hold [channels, height, width] at {@code offset}
     */
    public static Image ofValues(ImageShape shape, float[] values, int offset) {
        byte[] pixels = new byte[shape.size()];
        int plane = shape.height() * shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int pixel = 0; pixel < plane; pixel++) {
                pixels[pixel * shape.channels() + channel] = toByte(values[offset + channel * plane + pixel]);
            }
        }
        return new Image(shape, pixels);
    }

    /** As {@link #ofValues(ImageShape, float[], int)}, but the values as they are, as floats. */
    public static Image ofFloatValues(ImageShape shape, float[] values, int offset) {
        float[] pixels = new float[shape.size()];
        int plane = shape.height() * shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int pixel = 0; pixel < plane; pixel++) {
                pixels[pixel * shape.channels() + channel] = values[offset + channel * plane + pixel];
            }
        }
        return ofFloats(shape, pixels);
    }

    /** Returns this image with its channels taken for bands, though there are 1, 3 or 4; the pixels are not copied. */
    public Image asBands() {
        return colour ? new Image(shape, bytes, floats, false) : this;
    }

    /** Returns the shape. */
    public ImageShape shape() {
        return shape;
    }

    /** Returns whether pixels are bytes or floats. */
    public PixelValues values() {
        return bytes == null ? PixelValues.FLOATS : PixelValues.BYTES;
    }

    /** Returns whether channels are grey, BGR or BGRA; else they are bands. */
    public boolean isColour() {
        return colour;
    }

    /** Returns whether the last channel is alpha. */
    public boolean hasAlpha() {
        return colour && shape.channels() == 4;
    }

    /**
     * Returns the bytes, not copied.
     *
     * @throws IllegalStateException if pixels are floats
     */
    public byte[] pixels() {
        if (bytes == null) {
            throw new IllegalStateException("an image of floats has no bytes");
        }
        return bytes;
    }

    /**
     * Returns the floats, not copied.
     *
     * @throws IllegalStateException if pixels are bytes
     */
    public float[] floats() {
        if (floats == null) {
            throw new IllegalStateException("an image of bytes has no floats");
        }
        return floats;
    }

    /** Returns this image as bytes: floats are rounded to the nearest of them, clipped to [0, 1]. */
    public Image toBytes() {
        if (bytes != null) {
            return this;
        }
        byte[] rounded = new byte[floats.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = toByte(floats[i]);
        }
        return new Image(shape, rounded, null, colour);
    }

    /** Returns this image as floats: a byte's is its value / 255. */
    public Image toFloats() {
        if (floats != null) {
            return this;
        }
        float[] divided = new float[bytes.length];
        for (int i = 0; i < divided.length; i++) {
            divided[i] = toFloat(bytes[i]);
        }
        return new Image(shape, null, divided, colour);
    }

    /** Returns this image as bytes or as floats. */
    public Image as(PixelValues values) {
        return values == PixelValues.BYTES ? toBytes() : toFloats();
    }

    /** Returns a value on the [0, 1] scale, counted as pixels are stored. */
    public float value(int index) {
        return bytes == null ? floats[index] : toFloat(bytes[index]);
    }

    private static float toFloat(byte value) {
        return (value & 0xff) / (float) WHITE;
    }

    private static byte toByte(float value) {
        return (byte) Math.round(WHITE * Math.max(0, Math.min(1, value)));
    }
}
