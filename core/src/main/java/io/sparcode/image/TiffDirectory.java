package io.sparcode.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The first directory of a TIFF or BigTIFF file: what its tags say of the first image.
 *
 * <p>Nothing but this directory is followed: neither further pages nor directories inside it, which may form a ring. A
 * value takes no more memory than the file holds of it.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF, revision 6.0</a>
 */
final class TiffDirectory {
    static final int NEW_SUBFILE_TYPE = 254;
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTE_COUNTS = 279;
    static final int PLANAR_CONFIGURATION = 284;
    static final int T4_OPTIONS = 292;
    static final int T6_OPTIONS = 293;
    static final int PREDICTOR = 317;
    static final int COLOR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTE_COUNTS = 325;
    static final int SUB_DIRECTORIES = 330;
    static final int INK_SET = 332;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_TABLES = 347;
    static final int ICC_PROFILE = 34_675;
    static final int DNG_VERSION = 50_706;

    private static final int BIG = 43;

    private record Entry(int type, long count, long offset) {}

    private final ByteBuffer file;
    private final Map<Integer, Entry> entries = new HashMap<>();

    /**
     * Reads the directory.
     *
     * @throws UnreadableImageException if the file ends within it
     */
    TiffDirectory(byte[] encoded) throws UnreadableImageException {
        file = ByteBuffer.wrap(encoded).order(encoded[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        try {
            readEntries();
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new UnreadableImageException(
                    "TIFF is damaged or cut off: its first directory is not within the file", e);
        }
    }

    private void readEntries() throws UnreadableImageException {
        boolean big = file.getShort(2) == BIG;
        long start = big ? file.getLong(8) : file.getInt(4) & 0xffff_ffffL;
        int at = Math.toIntExact(Math.min(start, Integer.MAX_VALUE));
        long count = big ? file.getLong(at) : file.getShort(at) & 0xffff;
        at += big ? 8 : 2;
        int size = big ? 20 : 12;
        if (count < 1 || count > (file.capacity() - at) / size) {
            throw new UnreadableImageException("TIFF is damaged or cut off: its first directory of " + count
                    + " entries does not fit in the file");
        }
        for (int i = 0; i < count; i++, at += size) {
            int type = file.getShort(at + 2) & 0xffff;
            long values = big ? file.getLong(at + 4) : file.getInt(at + 4) & 0xffff_ffffL;
            int inline = at + (big ? 12 : 8);
            boolean inPlace = values >= 0 && values <= (big ? 8 : 4) / sizeOf(type);
            long offset = inPlace ? inline : big ? file.getLong(inline) : file.getInt(inline) & 0xffff_ffffL;
            entries.putIfAbsent(file.getShort(at) & 0xffff, new Entry(type, values, offset));
        }
    }

    ByteOrder byteOrder() {
        return file.order();
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** Returns a tag's first value, or what it is where the file does not say. */
    long value(int tag, long otherwise) throws UnreadableImageException {
        long[] values = values(tag);
        return values.length == 0 ? otherwise : values[0];
    }

    /**
     * Returns a tag's whole numbers; none where the file does not have it.
     *
     * @throws UnreadableImageException if they are no whole numbers, or not within the file
     */
    long[] values(int tag) throws UnreadableImageException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        int size = sizeOf(entry.type());
        requireWithin(tag, entry, size);
        long[] values = new long[(int) entry.count()];
        int at = (int) entry.offset();
        for (int i = 0; i < values.length; i++, at += size) {
            values[i] = switch (entry.type()) {
                case 1, 6, 7 -> file.get(at) & 0xff;
                case 3 -> file.getShort(at) & 0xffff;
                case 4, 13 -> file.getInt(at) & 0xffff_ffffL;
                case 16 -> file.getLong(at);
                default ->
                    throw new UnreadableImageException(
                            "TIFF is damaged: tag " + tag + " holds values of type " + entry.type());
            };
        }
        return values;
    }

    /** Returns a tag's bytes; none where the file does not have it. */
    byte[] bytes(int tag) throws UnreadableImageException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new byte[0];
        }
        requireWithin(tag, entry, 1);
        byte[] bytes = new byte[(int) entry.count()];
        file.get((int) entry.offset(), bytes);
        return bytes;
    }

    private void requireWithin(int tag, Entry entry, int size) throws UnreadableImageException {
        long left = file.capacity() - entry.offset();
        if (entry.count() < 0 || entry.offset() < 0 || left < 0 || entry.count() > left / size) {
            throw new UnreadableImageException("TIFF is damaged or cut off: the " + entry.count() + " values of tag "
                    + tag + " at byte " + entry.offset() + " are not within the file");
        }
    }

    private static int sizeOf(int type) {
        return switch (type) {
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 1;
        };
    }
}
