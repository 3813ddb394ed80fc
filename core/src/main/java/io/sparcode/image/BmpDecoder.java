package io.sparcode.image;

import java.io.IOException;

/** Decodes BMP images. */
final class BmpDecoder implements FormatDecoder {
    private static final int RUN_LENGTHS_OF_8_BITS = 1;
    private static final int RUN_LENGTHS_OF_4_BITS = 2;
    private static final int JPEG = 4;
    private static final int PNG = 5;
    private static final int OFFSET = 10;
    private static final int HEADER = 14;
    private static final int SHORTEST_WITH_COMPRESSION = 40;

    private final JdkReader reader = new JdkReader("BMP");

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        long begin = encoded.length < HEADER ? 0 : Bytes.littleInt(encoded, OFFSET) & 0xffffffffL;
        if (begin >= encoded.length) {
            throw new UnreadableImageException("BMP is damaged or cut off: its pixels begin at byte " + begin
                    + ", the file has " + encoded.length);
        }
        switch (compression(encoded)) {
            case JPEG, PNG ->
                // Nobody has checked its size.
                throw new UnreadableImageException("BMP holds an embedded JPEG or PNG, which is not read");
            case RUN_LENGTHS_OF_8_BITS -> requireAllLines(encoded, 8);
            case RUN_LENGTHS_OF_4_BITS -> requireAllLines(encoded, 4);
            default -> {
                // All of its pixels are there, or the reader meets the end of the file.
            }
        }
        return new StoredImage(RasterPixels.of(reader.image(encoded, options)), ExifOrientation.UPRIGHT);
    }

    private static int compression(byte[] bmp) {
        return bmp.length >= HEADER + SHORTEST_WITH_COMPRESSION
                        && Bytes.littleInt(bmp, HEADER) >= SHORTEST_WITH_COMPRESSION
                ? Bytes.littleInt(bmp, HEADER + 16)
                : 0;
    }

    /** Follows the runs to the last line. The JDK's reader (17) takes the pixels after an early end for zeros. */
    private static void requireAllLines(byte[] bmp, int bits) throws UnreadableImageException {
        int width = Bytes.littleInt(bmp, HEADER + 4);
        int height = Bytes.littleInt(bmp, HEADER + 8);
        long at = Bytes.littleInt(bmp, OFFSET) & 0xffffffffL;
        long x = 0;
        long y = 0;
        while (y < height - 1L || y == height - 1L && x < width) {
            int count = byteAt(bmp, at);
            int code = byteAt(bmp, at + 1);
            at += 2;
            if (count > 0) {
                x += count;
            } else if (code == 0) {
                x = 0;
                y++;
            } else if (code == 1) {
                throw new UnreadableImageException("BMP is damaged or cut off: its run lengths end in line " + y
                        + " of " + height + ", after pixel " + x + " of " + width);
            } else if (code == 2) {
                x += byteAt(bmp, at);
                y += byteAt(bmp, at + 1);
                at += 2;
            } else {
                x += code;
                int bytes = (code * bits + 7) / 8;
                at += bytes + bytes % 2;
            }
        }
    }

    private static int byteAt(byte[] bmp, long at) throws UnreadableImageException {
        if (at >= bmp.length) {
            throw new UnreadableImageException("BMP is cut off within its run lengths, after " + bmp.length + " bytes");
        }
        return bmp[(int) at] & 0xff;
    }
}
