package io.sparcode.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG, checked before a decoder sees them: the JDK's reader (17) takes a chunk's length on trust,
 * unpacks compressed text of any size, and never looks at a checksum.
 */
final class PngChunks {
    private static final int SIGNATURE = 8;
    private static final int OVERHEAD = 12;
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private final byte[] png;

    PngChunks(byte[] png) {
        this.png = png;
    }

    /** Returns the size that the header claims, as {height, width}. */
    long[] size() throws UnreadableImageException {
        if (png.length < SIGNATURE + OVERHEAD + 13) {
            throw new UnreadableImageException("PNG is cut off in its header, after " + png.length + " bytes");
        }
        if (!type(SIGNATURE).equals("IHDR") || unsigned(SIGNATURE) != 13) {
            throw new UnreadableImageException("PNG does not begin with its header (IHDR, 13 bytes)");
        }
        checkSum(SIGNATURE, 13);
        return new long[] {unsigned(SIGNATURE + 12), unsigned(SIGNATURE + 8)};
    }

    /** Returns the PNG with nothing but what its pixels need, every chunk of it whole and with the right checksum. */
    byte[] pixelChunks() throws UnreadableImageException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(png.length);
        kept.write(png, 0, SIGNATURE);
        boolean data = false;
        int at = SIGNATURE;
        while (true) {
            if (png.length - at < OVERHEAD) {
                throw new UnreadableImageException("PNG is cut off after " + png.length + " bytes: no IEND chunk");
            }
            String type = type(at);
            long length = unsigned(at);
            if (length > png.length - at - OVERHEAD) {
                throw new UnreadableImageException("PNG is cut off or damaged: chunk " + printable(type) + " at byte "
                        + at + " claims " + length + " bytes, " + (png.length - at - OVERHEAD) + " are left");
            }
            if (NEEDED.contains(type)) {
                checkSum(at, (int) length);
                kept.write(png, at, OVERHEAD + (int) length);
            } else if (Character.isUpperCase(type.charAt(0))) {
                throw new UnreadableImageException("PNG has a critical chunk of unknown type " + printable(type));
            }
            data |= type.equals("IDAT");
            at += OVERHEAD + (int) length;
            if (type.equals("IEND")) {
                break;
            }
        }
        if (!data) {
            throw new UnreadableImageException("PNG has no pixels (no IDAT chunk)");
        }
        return kept.toByteArray();
    }

    private void checkSum(int at, int length) throws UnreadableImageException {
        CRC32 crc = new CRC32();
        crc.update(png, at + 4, 4 + length);
        if (crc.getValue() != unsigned(at + 8 + length)) {
            throw new UnreadableImageException(
                    "PNG is damaged: checksum of chunk " + type(at) + " at byte " + at + " does not agree");
        }
    }

    private long unsigned(int at) {
        return (png[at] & 0xffL) << 24 | (png[at + 1] & 0xff) << 16 | (png[at + 2] & 0xff) << 8 | png[at + 3] & 0xff;
    }

    private String type(int at) {
        return new String(png, at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static String printable(String type) {
        return type.replaceAll("[^A-Za-z]", "?");
    }
}
