package io.sparcode.image;

/**
 * A record of CIFAR-100's binary version: a byte of coarse label, one of fine label, then 32x32 pixels as three planes,
 * red, green, blue.
 *
 * <p>Source: <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the CIFAR page</a>, "binary version".
 */
public final class Cifar100Record {
    /** The bytes of a record. */
    public static final int RECORD_BYTES = 3074;

    /** The number of fine labels. */
    public static final int CLASSES = 100;

    /** The number of coarse labels, each of which is five fine ones. */
    public static final int SUPERCLASSES = 20;

    private static final int LABELS = 2;

    private Cifar100Record() {}

    /**
     * Returns a record's image, in BGR.
     *
     * @throws UnreadableImageException if the record has not {@link #RECORD_BYTES} bytes
     */
    public static Image image(byte[] record) throws UnreadableImageException {
        checkSize(record);
        return CifarRecord.image(record, LABELS);
    }

    /**
     * Returns a record's coarse label, 0 to 19.
     *
     * @throws UnreadableImageException if the record has not {@link #RECORD_BYTES} bytes, or a label out of range
     */
    public static int coarse(byte[] record) throws UnreadableImageException {
        checkSize(record);
        return label(record[0], SUPERCLASSES, "coarse");
    }

    /**
     * Returns a record's fine label, 0 to 99.
     *
     * @throws UnreadableImageException if the record has not {@link #RECORD_BYTES} bytes, or a label out of range
     */
    public static int fine(byte[] record) throws UnreadableImageException {
        checkSize(record);
        return label(record[1], CLASSES, "fine");
    }

    private static int label(byte label, int classes, String kind) throws UnreadableImageException {
        if ((label & 0xff) >= classes) {
            throw new UnreadableImageException(
                    "CIFAR-100's " + kind + " label must be 0 to " + (classes - 1) + ", was " + (label & 0xff));
        }
        return label;
    }

    private static void checkSize(byte[] record) throws UnreadableImageException {
        if (record.length != RECORD_BYTES) {
            throw new UnreadableImageException(
                    "CIFAR-100 record must have " + RECORD_BYTES + " bytes, has " + record.length);
        }
    }
}
