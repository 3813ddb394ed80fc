package io.sparcode.image;

/**
 * A record of CIFAR-10's binary version: one byte of label, then 32x32 pixels as three planes, red, green, blue.
 *
 * <p>Source: <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the CIFAR page</a>, "binary version".
 */
public final class CifarRecord {
    /** The bytes of a record. */
    public static final int RECORD_BYTES = 3073;

    /** The number of classes. */
    public static final int CLASSES = 10;

    /** The shape of every image. */
    public static final ImageShape SHAPE = new ImageShape(32, 32, 3);

    private static final int PLANE = 32 * 32;

    private CifarRecord() {}

    /**
     * Returns a record's image, in BGR.
     *
     * @throws UnreadableImageException if the record has not {@link #RECORD_BYTES} bytes
     */
    public static Image image(byte[] record) throws UnreadableImageException {
        checkSize(record);
        return image(record, 1);
    }

    /** Returns the image of planes that begin at an offset. */
    static Image image(byte[] record, int offset) {
        byte[] pixels = new byte[SHAPE.size()];
        for (int i = 0; i < PLANE; i++) {
            pixels[3 * i] = record[offset + 2 * PLANE + i];
            pixels[3 * i + 1] = record[offset + PLANE + i];
            pixels[3 * i + 2] = record[offset + i];
        }
        return new Image(SHAPE, pixels);
    }

    /**
     * Returns a record's label, 0 to 9.
     *
     * @throws UnreadableImageException if the record has not {@link #RECORD_BYTES} bytes, or a label out of range
     */
    public static int label(byte[] record) throws UnreadableImageException {
        checkSize(record);
        int label = record[0] & 0xff;
        if (label >= CLASSES) {
            throw new UnreadableImageException("CIFAR-10 label must be 0 to 9, was " + label);
        }
        return label;
    }

    private static void checkSize(byte[] record) throws UnreadableImageException {
        if (record.length != RECORD_BYTES) {
            throw new UnreadableImageException(
                    "CIFAR-10 record must have " + RECORD_BYTES + " bytes, has " + record.length);
        }
    }
}
