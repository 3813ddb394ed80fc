package io.sparcode.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * The header of an IDX file, the format of MNIST and its relatives: two zero bytes, the element type, the number of
 * dimensions, then every dimension as a big-endian integer of four bytes. The records follow without gaps.
 *
 * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>, "the IDX file format".
 *
 * @param elementType {@link #UNSIGNED_BYTE}, or {@link #INTEGER} of labels
 * @param dimensions [records] for labels, [records, columns] for labels that are integers, [records, height, width] for
 *     grey images, [records, height, width, channels] for images; not copied
 */
public record IdxHeader(int elementType, int[] dimensions) {
    /** The element type of unsigned bytes, the only one of images that is read. */
    public static final int UNSIGNED_BYTE = 0x08;

    /** The element type of big-endian integers of four bytes, which QMNIST's labels are. */
    public static final int INTEGER = 0x0c;

    private static final Map<Integer, String> OTHER_TYPES =
            Map.of(0x09, " (signed byte)", 0x0b, " (short)", 0x0d, " (float)", 0x0e, " (double)");

    /** Checks the ranges. */
    public IdxHeader {
        if (elementType != UNSIGNED_BYTE && elementType != INTEGER) {
            throw new IllegalArgumentException(
                    "IDX element type must be 0x08 (unsigned byte), or 0x0c (integer) for labels, was "
                            + hex(elementType));
        }
        String wrong = fault(elementType, dimensions);
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
        int type = magic[2] & 0xff;
        if (type != UNSIGNED_BYTE && type != INTEGER) {
            throw new UnreadableImageException("IDX element type is " + hex(type) + OTHER_TYPES.getOrDefault(type, "")
                    + ", only 0x08 (unsigned byte), and 0x0c (integer) of labels, are read");
        }
        int count = magic[3] & 0xff;
        String wrongCount = wrongCount(type, count);
        if (wrongCount != null) {
            throw new UnreadableImageException(wrongCount);
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
        String wrong = fault(type, dimensions);
        if (wrong != null) {
            throw new UnreadableImageException(wrong);
        }
        return new IdxHeader(type, dimensions);
    }

    private static String wrongCount(int type, int count) {
        if (type == INTEGER) {
            return count == 1 || count == 2
                    ? null
                    : "IDX file of integers has " + count
                            + " dimensions; of integers only labels are read, which have 1" + " or 2";
        }
        return count == 1 || count == 3 || count == 4
                ? null
                : "IDX file has " + count + " dimensions, labels have 1 and images have 3 or 4";
    }

    private static int elementBytes(int type) {
        return type == INTEGER ? Integer.BYTES : 1;
    }

    /** Returns what is wrong with the dimensions, or null. */
    private static String fault(int type, int[] dimensions) {
        String wrongCount = wrongCount(type, dimensions.length);
        if (wrongCount != null) {
            return wrongCount;
        }
        long recordSize = elementBytes(type);
        for (int i = 0; i < dimensions.length; i++) {
            int least = i == 0 ? 0 : 1;
            if (dimensions[i] < least) {
                return "IDX dimension " + (i + 1) + " of " + dimensions.length + " is "
                        + Integer.toUnsignedString(dimensions[i]) + ", it must be " + least + " to "
                        + Integer.MAX_VALUE;
            }
            recordSize = i == 0 ? recordSize : recordSize * dimensions[i];
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

    /** Returns a record's bytes: those of a label's elements, height x width x channels for images. */
    public int recordSize() {
        int size = elementBytes(elementType);
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

    /** Whether the records are labels: of one byte each, or of integers, of which the first is the class. */
    public boolean isLabels() {
        return dimensions.length <= 2;
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
