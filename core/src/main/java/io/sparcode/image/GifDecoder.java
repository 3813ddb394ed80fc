package io.sparcode.image;

import java.util.Arrays;

/**
 * Decodes the first frame of GIF images, on a screen of the size that the file gives, which grows where the frame lies
 * beyond it. What the frame leaves free is transparent, or of the palette's first colour where nothing is transparent.
 *
 * <p>The JDK's reader (17) knows no screen, and takes whatever pixels are missing for zeros.
 */
final class GifDecoder implements FormatDecoder {
    private static final int SCREEN = 6;
    private static final int BLOCKS = 13;
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2c;
    private static final int CONTROL = 0xf9;
    private static final int HAS_PALETTE = 0x80;
    private static final int INTERLACED = 0x40;
    private static final int[][] ONE_PASS = {{0, 1}};
    private static final int[][] FOUR_PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    @Override
    public StoredImage decode(byte[] gif, DecodingOptions options) throws UnreadableImageException {
        requireBytes(gif, 0, BLOCKS);
        int[] palette = palette(gif, gif[SCREEN + 4], BLOCKS);
        int at = BLOCKS + 3 * palette.length;
        int transparent = -1;
        while (true) {
            requireBytes(gif, at, 2);
            int block = gif[at] & 0xff;
            if (block == FRAME) {
                return new StoredImage(frame(gif, at + 1, palette, transparent, options), ExifOrientation.UPRIGHT);
            }
            if (block != EXTENSION) {
                throw new UnreadableImageException(
                        block == 0x3b
                                ? "GIF has no image"
                                : "GIF is damaged: byte " + at + " begins no block that GIFs have");
            }
            if ((gif[at + 1] & 0xff) == CONTROL) {
                requireBytes(gif, at, 8);
                transparent = (gif[at + 3] & 1) == 0 ? -1 : gif[at + 6] & 0xff;
            }
            at = endOfBlocks(gif, at + 2);
        }
    }

    private static Image frame(byte[] gif, int at, int[] screenPalette, int transparent, DecodingOptions options)
            throws UnreadableImageException {
        requireBytes(gif, at, 10);
        int left = Bytes.littleUnsigned16(gif, at);
        int top = Bytes.littleUnsigned16(gif, at + 2);
        int width = Bytes.littleUnsigned16(gif, at + 4);
        int height = Bytes.littleUnsigned16(gif, at + 6);
        options.requireSize("GIF", height, width);
        int screenWidth = Math.max(left + width, Bytes.littleUnsigned16(gif, SCREEN));
        int screenHeight = Math.max(top + height, Bytes.littleUnsigned16(gif, SCREEN + 2));
        options.requireSize("GIF", screenHeight, screenWidth);
        int flags = gif[at + 8];
        int[] own = palette(gif, flags, at + 9);
        int[] palette = own.length > 0 ? own : screenPalette.length > 0 ? screenPalette : greys();
        int data = at + 9 + 3 * own.length;
        GifPixels pixels = new GifPixels(gif, data);

        byte[] screen = new byte[screenHeight * screenWidth];
        if (transparent > 0) {
            Arrays.fill(screen, (byte) transparent);
        }
        for (int[] pass : (flags & INTERLACED) == 0 ? ONE_PASS : FOUR_PASSES) {
            for (int y = pass[0]; y < height; y += pass[1]) {
                int begin = (top + y) * screenWidth + left;
                pixels.read(screen, begin, begin + width);
            }
        }
        return coloured(new ImageShape(screenHeight, screenWidth, channels(palette, transparent)), screen, palette);
    }

    private static int channels(int[] palette, int transparent) {
        if (transparent >= 0) {
            if (transparent < palette.length) {
                palette[transparent] &= 0xffffff;
            }
            return 4;
        }
        return Arrays.stream(palette).allMatch(GifDecoder::isGrey) ? 1 : 3;
    }

    private static boolean isGrey(int argb) {
        return (argb & 0xff) == (argb >> 8 & 0xff) && (argb & 0xff) == (argb >> 16 & 0xff);
    }

    private static Image coloured(ImageShape shape, byte[] indices, int[] palette) throws UnreadableImageException {
        int channels = shape.channels();
        byte[] out = new byte[shape.size()];
        int o = 0;
        for (byte entry : indices) {
            int index = entry & 0xff;
            if (index >= palette.length) {
                throw new UnreadableImageException("GIF has a pixel of colour " + index + " of a palette of "
                        + palette.length + ", which is damaged");
            }
            int argb = palette[index];
            for (int c = 0; c < channels; c++) {
                out[o++] = (byte) (argb >>> 8 * c);
            }
        }
        return new Image(shape, out);
    }

    /** Returns the opaque colours of a palette, if the flags say that there is one. */
    private static int[] palette(byte[] gif, int flags, int at) throws UnreadableImageException {
        if ((flags & HAS_PALETTE) == 0) {
            return new int[0];
        }
        int[] colours = new int[2 << (flags & 7)];
        requireBytes(gif, at, 3 * colours.length);
        for (int i = 0; i < colours.length; i++) {
            int red = gif[at + 3 * i] & 0xff;
            colours[i] = 0xff << 24 | red << 16 | Bytes.unsigned16(gif, at + 3 * i + 1);
        }
        return colours;
    }

    private static int[] greys() {
        int[] colours = new int[256];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = 0xff << 24 | i * 0x010101;
        }
        return colours;
    }

    private static int endOfBlocks(byte[] gif, int from) throws UnreadableImageException {
        int at = from;
        while (true) {
            requireBytes(gif, at, 1);
            int length = gif[at] & 0xff;
            at += 1 + length;
            if (length == 0) {
                return at;
            }
        }
    }

    private static void requireBytes(byte[] gif, int at, int length) throws UnreadableImageException {
        if (gif.length - at < length) {
            throw new UnreadableImageException("GIF is cut off before its pixels, after " + gif.length + " bytes");
        }
    }
}
