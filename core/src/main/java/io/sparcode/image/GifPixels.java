package io.sparcode.image;

/** Unpacks a GIF frame's pixels, of variable-length LZW codes in blocks of up to 255 bytes. */
final class GifPixels {
    private static final int MOST_BITS = 12;
    private static final int NONE = -1;

    private final byte[] gif;
    private int at;
    private int blockEnd;
    private int bits;
    private int bitCount;

    private final int clear;
    private final short[] prefix = new short[1 << MOST_BITS];
    private final byte[] last = new byte[1 << MOST_BITS];
    private int codeBits;
    private int next;
    private int previous = NONE;

    /** A code's pixels, the last first. */
    private final byte[] stack = new byte[(1 << MOST_BITS) + 1];

    private int stacked;
    private long pixels;

    /** Takes the place of a frame's data, which begin with the length of the codes. */
    GifPixels(byte[] gif, int from) throws UnreadableImageException {
        this.gif = gif;
        int shortest = from < gif.length ? gif[from] & 0xff : 0;
        if (shortest < 1 || shortest > 8) {
            throw new UnreadableImageException("GIF is damaged: pixels of " + shortest + " bits, 1 to 8 are allowed");
        }
        at = from + 1;
        blockEnd = at;
        clear = 1 << shortest;
        for (int i = 0; i < clear; i++) {
            last[i] = (byte) i;
        }
        reset();
    }

    /** Writes the next pixels to a range of indices. */
    void read(byte[] into, int begin, int end) throws UnreadableImageException {
        for (int i = begin; i < end; i++) {
            if (stacked == 0) {
                unpackCode();
            }
            into[i] = stack[--stacked];
        }
        pixels += end - begin;
    }

    private void reset() {
        codeBits = Integer.numberOfTrailingZeros(clear) + 1;
        next = clear + 2;
        previous = NONE;
    }

    private void unpackCode() throws UnreadableImageException {
        int code = nextCode();
        while (code == clear) {
            reset();
            code = nextCode();
        }
        if (code == clear + 1) {
            throw tooFew("they end");
        }
        if (code > next || code == next && previous == NONE || code > clear && previous == NONE) {
            throw new UnreadableImageException("GIF is damaged: code " + code + " stands for no pixels");
        }
        int rest = code;
        if (code == next) {
            // The code being defined: the previous one's pixels, and the first of them again.
            stacked = 1;
            rest = previous;
        }
        while (rest > clear) {
            stack[stacked++] = last[rest];
            rest = prefix[rest];
        }
        byte first = last[rest];
        stack[stacked++] = first;
        if (code == next) {
            stack[0] = first;
        }
        if (previous != NONE && next < 1 << MOST_BITS) {
            prefix[next] = (short) previous;
            last[next] = first;
            next++;
            codeBits += next == 1 << codeBits && codeBits < MOST_BITS ? 1 : 0;
        }
        previous = code;
    }

    private int nextCode() throws UnreadableImageException {
        while (bitCount < codeBits) {
            if (at == blockEnd) {
                int length = at < gif.length ? gif[at] & 0xff : 0;
                if (length == 0) {
                    throw tooFew("the file or its blocks end");
                }
                at++;
                blockEnd = at + length;
            }
            if (at >= gif.length) {
                throw tooFew("the file ends");
            }
            bits |= (gif[at++] & 0xff) << bitCount;
            bitCount += 8;
        }
        int code = bits & (1 << codeBits) - 1;
        bits >>>= codeBits;
        bitCount -= codeBits;
        return code;
    }

    private UnreadableImageException tooFew(String how) {
        return new UnreadableImageException(
                "GIF is damaged or cut off: it has too few pixels, " + how + " in the line after pixel " + pixels);
    }
}
