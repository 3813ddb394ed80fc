package io.sparcode.image;

import java.io.ByteArrayOutputStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/** The Huffman tables of annex K.3 of the JPEG standard (ITU-T T.81), for files that have none. */
final class StandardHuffmanTables {
    private static final byte[] SEGMENTS = made();

    private StandardHuffmanTables() {}

    /** Returns the four segments that define them; not to be changed. */
    static byte[] segments() {
        return SEGMENTS;
    }

    private static byte[] made() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, 0x00, JPEGHuffmanTable.StdDCLuminance);
        write(out, 0x10, JPEGHuffmanTable.StdACLuminance);
        write(out, 0x01, JPEGHuffmanTable.StdDCChrominance);
        write(out, 0x11, JPEGHuffmanTable.StdACChrominance);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int destination, JPEGHuffmanTable table) {
        int length = 2 + 1 + 16 + table.getValues().length;
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xc4, (byte) (length >> 8), (byte) length, (byte) destination});
        for (int i = 0; i < 16; i++) {
            out.write(i < table.getLengths().length ? table.getLengths()[i] : 0);
        }
        for (short value : table.getValues()) {
            out.write(value);
        }
    }
}
