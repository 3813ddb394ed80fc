package io.sparcode.image;

/** Reads numbers out of bytes, in the order that a format has. */
final class Bytes {
    private Bytes() {}

    /** Returns the unsigned 16 bits at an index, the higher byte first. */
    static int unsigned16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** Returns the unsigned 32 bits at an index, the highest byte first. */
    static long unsigned32(byte[] bytes, int at) {
        return (long) unsigned16(bytes, at) << 16 | unsigned16(bytes, at + 2);
    }

    /** Returns the unsigned 16 bits at an index, the lower byte first. */
    static int littleUnsigned16(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    /** Returns the 32 bits at an index, the lowest byte first. */
    static int littleInt(byte[] bytes, int at) {
        return littleUnsigned16(bytes, at) | littleUnsigned16(bytes, at + 2) << 16;
    }

    /** Returns whether ASCII text stands at an index of bytes that end at {@code end}. */
    static boolean isText(byte[] bytes, int at, int end, String text) {
        if (end - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
