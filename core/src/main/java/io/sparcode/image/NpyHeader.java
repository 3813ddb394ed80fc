package io.sparcode.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a file in NumPy's format: a magic string, a version, and a Python dictionary of type, order and shape. The
 * numbers follow without gaps. The dictionary is matched, never evaluated, and pickled objects are never read.
 *
 * <p>Source: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 *
 * @param descr the type as NumPy writes it, such as {@code <f4}
 * @param fortranOrder whether the first axis varies fastest, instead of the last
 * @param shape the lengths of the axes, each at least 0
 * @param dataOffset the bytes before the first number
 */
public record NpyHeader(String descr, boolean fortranOrder, long[] shape, long dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** NumPy itself reads no longer ones without being told to trust them. */
    private static final int MAX_HEADER_BYTES = 65_536;

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|(\\[.*\\]))");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    /** Returns whether a file's first bytes are those of NumPy's format. */
    public static boolean hasMagic(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a header and leaves the stream at the first number.
     *
     * @throws UnreadableImageException if these are not the bytes of such a file
     * @throws IOException if the stream cannot be read
     */
    public static NpyHeader read(InputStream in) throws UnreadableImageException, IOException {
        byte[] begin = in.readNBytes(MAGIC.length + 2);
        if (!hasMagic(begin) || begin.length < MAGIC.length + 2) {
            throw new UnreadableImageException("not a file in NumPy's format: it does not begin with \\x93NUMPY");
        }
        int version = begin[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new UnreadableImageException("NumPy's format of version " + version + " is not read, 1 to 3 are");
        }
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << Byte.SIZE | size[i] & 0xff;
        }
        if (length > MAX_HEADER_BYTES) {
            throw new UnreadableImageException(
                    "the header claims " + length + " bytes, at most " + MAX_HEADER_BYTES + " are read");
        }
        byte[] text = in.readNBytes((int) length);
        if (size.length < (version == 1 ? 2 : 4) || text.length < length) {
            throw new UnreadableImageException("the header is cut off");
        }
        return parse(new String(text, StandardCharsets.ISO_8859_1), (long) begin.length + size.length + text.length);
    }

    private static NpyHeader parse(String text, long dataOffset) throws UnreadableImageException {
        Matcher descr = DESCR.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!descr.find() || !order.find() || !shape.find()) {
            throw new UnreadableImageException(
                    "the header has not all of descr, fortran_order and shape: " + text.strip());
        }
        String axes = shape.group(1).replaceAll("[L\\s]", "");
        try {
            long[] lengths = axes.isEmpty()
                    ? new long[0]
                    : Arrays.stream(axes.split(",")).mapToLong(Long::parseLong).toArray();
            String type = descr.group(1) == null ? descr.group(2) : descr.group(1);
            return new NpyHeader(type, order.group(1).equals("True"), lengths, dataOffset);
        } catch (NumberFormatException e) {
            throw new UnreadableImageException("the header has an impossible shape: (" + axes + ")", e);
        }
    }

    /** Returns the type of the numbers; empty where they are of one that is not read. */
    public Optional<ElementType> type() {
        return Optional.ofNullable(ElementType.ofNumpy(descr));
    }
}
