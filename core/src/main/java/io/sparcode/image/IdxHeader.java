package io.sparcode.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The header of an IDX file, the format of MNIST and its relatives: two zero bytes, the element type, the number of
 * dimensions, then every dimension as a big-endian integer of four bytes. The records follow without gaps.
 *
 * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>, "the IDX file format".
 *
 * @param elementType always {@link #UNSIGNED_BYTE}
 * @param dimensions [records] for labels, [records, height, width] for grey images, [records, height, width, channels]
 *     for images; not copied
 */
public record IdxHeader(int elementType, int[] dimensions) {
    /** The element type of unsigned bytes, the only one that is read. */
    public static final int UNSIGNED_BYTE = 0x08;

    /** Checks the ranges. */
    public IdxHeader {
        if (elementType != UNSIGNED_BYTE) {
            throw new IllegalArgumentException(
                    "IDX element type must be 0x08 (unsigned byte), was " + hex(elementType));
        }
        String wrong = fault(dimensions);
        if (wrong != null) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /**
     * Reads a header and leaves the stream at the first record.
     *
     * @throws UnreadableImageException if these are not the bytes of an IDX file of labels or images
     * @throws IOException if the stream cannot be read
     */
    public static IdxHeader read(InputStream in) throws UnreadableImageException, IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4) {
            throw new UnreadableImageException("IDX header is cut off after " + magic.length + " of 4 bytes");
        }
        if (magic[0] != 0 || magic[1] != 0) {
            throw new UnreadableImageException("not an IDX file: it begins with the bytes " + hex(magic)
                    + ", where an IDX file of unsigned bytes has 00 00 08 and the number of dimensions");
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw new UnreadableImageException(
                    "IDX element type is " + hex(magic[2] & 0xff) + ", only 0x08 (unsigned byte) is read");
        }
        int count = magic[3] & 0xff;
        if (count != 1 && count != 3 && count != 4) {
            throw new UnreadableImageException(
                    "IDX file has " + count + " dimensions, labels have 1 and images have 3 or 4");
        }
        byte[] sizes = in.readNBytes(4 * count);
        if (sizes.length < 4 * count) {
            throw new UnreadableImageException(
                    "IDX header is cut off after " + (4 + sizes.length) + " of " + (4 + 4 * count) + " bytes");
        }
        int[] dimensions = new int[count];
        for (int i = 0; i < count; i++) {
            dimensions[i] = (sizes[4 * i] & 0xff) << 24
                    | (sizes[4 * i + 1] & 0xff) << 16
                    | (sizes[4 * i + 2] & 0xff) << 8
                    | sizes[4 * i + 3] & 0xff;
        }
        String wrong = fault(dimensions);
        if (wrong != null) {
            throw new UnreadableImageException(wrong);
        }
        return new IdxHeader(UNSIGNED_BYTE, dimensions);
    }

    /** Returns what is wrong with the dimensions, or null. */
    private static String fault(int[] dimensions) {
        if (dimensions.length != 1 && dimensions.length != 3 && dimensions.length != 4) {
            return "IDX file has " + dimensions.length + " dimensions, labels have 1 and images have 3 or 4";
        }
        long recordSize = 1;
        for (int i = 0; i < dimensions.length; i++) {
            int least = i == 0 ? 0 : 1;
            if (dimensions[i] < least) {
                return "IDX dimension " + (i + 1) + " of " + dimensions.length + " is "
                        + Integer.toUnsignedString(dimensions[i]) + ", it must be " + least + " to "
                        + Integer.MAX_VALUE;
            }
            recordSize = i == 0 ? 1 : recordSize * dimensions[i];
            if (recordSize > Integer.MAX_VALUE) {
                return "IDX records of " + Arrays.toString(Arrays.copyOfRange(dimensions, 1, dimensions.length))
                        + " bytes are larger than the " + Integer.MAX_VALUE + " that fit in memory";
            }
        }
        if (dimensions.length == 4 && dimensions[3] != 1 && dimensions[3] != 3 && dimensions[3] != 4) {
            return "IDX images have " + dimensions[3] + " channels (the fourth dimension), they must have 1, 3 or 4";
        }
        return null;
    }

    /** Returns the number of records, at least 0. */
    public int records() {
        return dimensions[0];
    }

    /** Returns a record's bytes: 1 for labels, height x width x channels for images. */
    public int recordSize() {
        int size = 1;
        for (int i = 1; i < dimensions.length; i++) {
            size *= dimensions[i];
        }
        return size;
    }

    /** Returns the bytes before the first record. */
    public long dataOffset() {
        return 4L + 4L * dimensions.length;
    }

    /** Returns the bytes of the whole file, header and all records, as the header promises it. */
    public long fileSize() {
        return dataOffset() + (long) records() * recordSize();
    }

    /** Whether the records are labels of one byte each. */
    public boolean isLabels() {
        return dimensions.length == 1;
    }

    /**
     * Returns the shape of every image.
     *
     * @throws UnreadableImageException if the file holds labels
     */
    public ImageShape imageShape() throws UnreadableImageException {
        if (isLabels()) {
            throw new UnreadableImageException("IDX file holds labels (1 dimension), not images (3 or 4)");
        }
        return new ImageShape(dimensions[1], dimensions[2], dimensions.length == 4 ? dimensions[3] : 1);
    }

    @Override
    public String toString() {
        return "IDX" + Arrays.toString(dimensions);
    }

    private static String hex(int value) {
        return String.format("0x%02x", value);
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(text.isEmpty() ? "" : " ").append(String.format("%02x", b));
        }
        return text.toString();
    }
}
