package io.sparcode.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Small TIFF files of any layout, written in code. */
final class TiffFixture {
    static final int NONE = 1;
    static final int LZW = 5;
    static final int JPEG = 7;
    static final int DEFLATE = 8;
    static final int PACKBITS = 32_773;

    /** A sample's stored value: bits of a float, too. */
    interface Samples {
        long at(int x, int y, int sample);
    }

    final int width;
    final int height;
    final int samples;
    final int bits;
    private final Samples values;
    private final TreeMap<Integer, long[]> tags = new TreeMap<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean big;
    private boolean planar;
    private int compression = NONE;
    private int predictor = 1;
    private int rows;
    private int columns;
    private List<byte[]> parts;

    TiffFixture(int width, int height, int samples, int bits, Samples values) {
        this.width = width;
        this.height = height;
        this.samples = samples;
        this.bits = bits;
        this.values = values;
        this.rows = height;
        tag(262, samples < 3 ? 1 : 2);
    }

    TiffFixture tag(int tag, long... value) {
        tags.put(tag, value);
        return this;
    }

    TiffFixture bigEndian() {
        order = ByteOrder.BIG_ENDIAN;
        return this;
    }

    TiffFixture bigTiff() {
        big = true;
        return this;
    }

    TiffFixture planar() {
        planar = true;
        return tag(284, 2);
    }

    TiffFixture strips(int rowsOfEach) {
        rows = rowsOfEach;
        return this;
    }

    TiffFixture tiles(int rowsOfEach, int columnsOfEach) {
        rows = rowsOfEach;
        columns = columnsOfEach;
        return this;
    }

    TiffFixture compressed(int method) {
        compression = method;
        return this;
    }

    TiffFixture predicted() {
        predictor = 2;
        return tag(317, 2);
    }

    /** Strips as they are given, in place of those of the samples. */
    TiffFixture parts(byte[]... packed) {
        parts = List.of(packed);
        return this;
    }

    byte[] bytes() {
        List<byte[]> packed = parts == null ? packed() : parts;
        int header = big ? 16 : 8;
        long[] offsets = new long[packed.size()];
        long[] counts = new long[packed.size()];
        int end = header;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = end;
            counts[i] = packed.get(i).length;
            end += packed.get(i).length + (packed.get(i).length & 1);
        }
        long[] each = new long[samples];
        Arrays.fill(each, bits);
        tags.putIfAbsent(256, new long[] {width});
        tags.putIfAbsent(257, new long[] {height});
        tags.putIfAbsent(258, each);
        tags.putIfAbsent(259, new long[] {compression});
        tags.putIfAbsent(277, new long[] {samples});
        if (columns > 0) {
            tags.put(322, new long[] {columns});
            tags.put(323, new long[] {rows});
        } else {
            tags.putIfAbsent(278, new long[] {rows});
        }
        tags.putIfAbsent(columns > 0 ? 324 : 273, offsets);
        tags.putIfAbsent(columns > 0 ? 325 : 279, counts);
        ByteBuffer out =
                ByteBuffer.allocate(end + 8 + tags.size() * 20 + 8 + values()).order(order);
        out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(out.get(0));
        if (big) {
            out.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(end);
        } else {
            out.putShort((short) 42).putInt(end);
        }
        for (int i = 0; i < offsets.length; i++) {
            out.position((int) offsets[i]).put(packed.get(i));
        }
        directory(out.position(end));
        return out.array();
    }

    private int values() {
        int length = 0;
        for (long[] value : tags.values()) {
            length += 8 * value.length;
        }
        return length;
    }

    private void directory(ByteBuffer out) {
        int free = out.position() + (big ? 16 : 6) + tags.size() * (big ? 20 : 12);
        if (big) {
            out.putLong(tags.size());
        } else {
            out.putShort((short) tags.size());
        }
        for (var tag : tags.entrySet()) {
            long[] value = tag.getValue();
            out.putShort(tag.getKey().shortValue()).putShort((short) (big ? 16 : 4));
            int size = big ? 8 : 4;
            put(out, value.length);
            if (value.length == 1) {
                put(out, value[0]);
            } else {
                put(out, free);
                int next = out.position();
                out.position(free);
                for (long each : value) {
                    put(out, each);
                }
                free += size * value.length;
                out.position(next);
            }
        }
    }

    private void put(ByteBuffer out, long value) {
        if (big) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private List<byte[]> packed() {
        List<byte[]> packed = new ArrayList<>();
        int tileWidth = columns > 0 ? columns : width;
        int each = planar ? 1 : samples;
        for (int plane = 0; plane < (planar ? samples : 1); plane++) {
            for (int top = 0; top < height; top += rows) {
                for (int left = 0; left < width; left += tileWidth) {
                    int used = columns > 0 ? rows : Math.min(rows, height - top);
                    packed.add(compress(part(top, left, used, tileWidth, plane, each)));
                }
            }
        }
        return packed;
    }

    private byte[] part(int top, int left, int used, int tileWidth, int plane, int each) {
        int stride = (tileWidth * each * bits + 7) / 8;
        ByteBuffer out = ByteBuffer.allocate(stride * used).order(order);
        for (int y = 0; y < used; y++) {
            long held = 0;
            int filled = 0;
            out.position(y * stride);
            for (int x = 0; x < tileWidth; x++) {
                for (int s = 0; s < each; s++) {
                    long value = value(top + y, left + x, plane + s);
                    if (predictor == 2 && x > 0) {
                        value -= value(top + y, left + x - 1, plane + s);
                    }
                    switch (bits) {
                        case 8 -> out.put((byte) value);
                        case 16 -> out.putShort((short) value);
                        case 32 -> out.putInt((int) value);
                        case 64 -> out.putLong(value);
                        default -> {
                            held = held << bits | value;
                            filled += bits;
                            while (filled >= 8) {
                                filled -= 8;
                                out.put((byte) (held >> filled));
                            }
                        }
                    }
                }
            }
            if (filled > 0) {
                out.put((byte) (held << 8 - filled));
            }
        }
        return out.array();
    }

    private long value(int y, int x, int sample) {
        return y < height && x < width ? values.at(x, y, sample) : 0;
    }

    private byte[] compress(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (compression) {
            case DEFLATE -> {
                Deflater deflater = new Deflater();
                deflater.setInput(plain);
                deflater.finish();
                byte[] packed = new byte[plain.length + 100];
                out.write(packed, 0, deflater.deflate(packed));
                deflater.end();
            }
            case PACKBITS -> {
                for (int i = 0; i < plain.length; i += 100) {
                    int length = Math.min(100, plain.length - i);
                    out.write(length - 1);
                    out.write(plain, i, length);
                }
            }
            case LZW -> lzw(plain, out);
            default -> out.writeBytes(plain);
        }
        return out.toByteArray();
    }

    /** Codes of 9 bits alone: the table is cleared before it grows out of them. */
    private static void lzw(byte[] plain, ByteArrayOutputStream out) {
        int held = 0;
        int filled = 0;
        for (int i = -1; i <= plain.length; i++) {
            int[] codes = i == plain.length
                    ? new int[] {257}
                    : i >= 0 && i % 200 != 0
                            ? new int[] {plain[i] & 0xff}
                            : i < 0 ? new int[0] : new int[] {256, plain[i] & 0xff};
            for (int code : codes) {
                held = held << 9 | code;
                filled += 9;
                while (filled >= 8) {
                    filled -= 8;
                    out.write(held >> filled);
                }
            }
        }
        out.write(held << 8 - filled);
    }
}
