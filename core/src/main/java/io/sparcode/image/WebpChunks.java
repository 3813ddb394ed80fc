package io.sparcode.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The chunks of a WebP file: its canvas, and the parts of its first frame.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP Container Specification</a>
 */
final class WebpChunks {
    private static final int HEADER = 8;
    private static final int FIRST_CHUNK = 12;
    private static final int FRAME_HEADER = 16;
    private static final int ALPHA_FLAG = 0x10;
    private static final int ANIMATION_FLAG = 0x02;
    private static final int VP8X_LENGTH = 10;

    private final ByteBuffer file;
    private int flags;
    private int canvasWidth;
    private int canvasHeight;
    private int frameWidth;
    private int frameHeight;
    private int left;
    private int top;
    private boolean hasFrame;
    private ByteBuffer alpha;
    private ByteBuffer pixels;
    private ByteBuffer exif;
    private ByteBuffer profile;
    private boolean isLossless;

    /**
     * Finds the chunks.
     *
     * @throws UnreadableImageException if the file is cut off, or holds no image
     */
    WebpChunks(byte[] encoded) throws UnreadableImageException {
        file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        long end = HEADER + (file.getInt(4) & 0xffff_ffffL);
        if (end > encoded.length) {
            throw new UnreadableImageException("WebP is cut off: " + encoded.length + " of " + end + " bytes");
        }
        read(FIRST_CHUNK, (int) end, false);
        if (pixels == null) {
            throw new UnreadableImageException("WebP has no image (neither a VP8 nor a VP8L chunk)");
        }
        readSize();
    }

    private void read(int start, int end, boolean withinFrame) throws UnreadableImageException {
        int at = start;
        while (end - at >= HEADER) {
            String name = new String(file.array(), at, 4, StandardCharsets.ISO_8859_1);
            long length = file.getInt(at + 4) & 0xffff_ffffL;
            if (length > end - at - HEADER) {
                throw new UnreadableImageException("WebP is damaged or cut off: chunk " + name.strip() + " at byte "
                        + at + " says that it has " + length + " bytes, " + (end - at - HEADER) + " are left");
            }
            chunk(name, file.slice(at + HEADER, (int) length).order(ByteOrder.LITTLE_ENDIAN), at + HEADER, withinFrame);
            at = (int) Math.min(end, at + HEADER + length + (length & 1));
        }
    }

    private void chunk(String name, ByteBuffer data, int at, boolean withinFrame) throws UnreadableImageException {
        switch (name) {
            case "VP8X" -> {
                requireLength(name, data, VP8X_LENGTH);
                flags = data.get(0);
                canvasWidth = 1 + threeBytes(data, 4);
                canvasHeight = 1 + threeBytes(data, 7);
            }
            case "ANMF" -> {
                if (!hasFrame && !withinFrame) {
                    requireLength(name, data, FRAME_HEADER);
                    hasFrame = true;
                    left = 2 * threeBytes(data, 0);
                    top = 2 * threeBytes(data, 3);
                    frameWidth = 1 + threeBytes(data, 6);
                    frameHeight = 1 + threeBytes(data, 9);
                    read(at + FRAME_HEADER, at + data.capacity(), true);
                }
            }
            case "ALPH" -> alpha = pixels == null ? data : alpha;
            case "VP8 ", "VP8L" -> {
                if (pixels == null && (withinFrame || !isAnimated())) {
                    pixels = data;
                    isLossless = name.endsWith("L");
                }
            }
            case "EXIF" -> exif = data;
            case "ICCP" -> profile = data;
            default -> {
                // Text, animation's settings and what later versions add.
            }
        }
    }

    private void readSize() throws UnreadableImageException {
        requireLength(isLossless ? "VP8L" : "VP8", pixels, isLossless ? 5 : 10);
        int width;
        int height;
        if (isLossless) {
            int size = pixels.getInt(1);
            width = 1 + (size & 0x3fff);
            height = 1 + (size >>> 14 & 0x3fff);
        } else {
            width = pixels.getShort(6) & 0x3fff;
            height = pixels.getShort(8) & 0x3fff;
        }
        if (!hasFrame) {
            frameWidth = canvasWidth == 0 ? width : canvasWidth;
            frameHeight = canvasHeight == 0 ? height : canvasHeight;
        }
        if (canvasWidth == 0) {
            canvasWidth = frameWidth;
            canvasHeight = frameHeight;
        }
        if (width != frameWidth
                || height != frameHeight
                || left + frameWidth > canvasWidth
                || top + frameHeight > canvasHeight) {
            throw new UnreadableImageException("WebP is damaged: its frame of " + height + " x " + width
                    + " is not of the size, or not within the canvas, of " + canvasHeight + " x " + canvasWidth);
        }
    }

    boolean isAnimated() {
        return (flags & ANIMATION_FLAG) != 0;
    }

    /** Returns whether the image has alpha: what the frame says, in an animation what the file says. */
    boolean hasAlpha() {
        if (isAnimated()) {
            return (flags & ALPHA_FLAG) != 0;
        }
        return isLossless ? (pixels.get(4) & ALPHA_FLAG) != 0 : alpha != null || (flags & ALPHA_FLAG) != 0;
    }

    /** Returns the canvas: height, width. */
    int[] canvas() {
        return new int[] {canvasHeight, canvasWidth};
    }

    /** Returns where the first frame lies on the canvas: top, left, height, width. */
    int[] frame() {
        return new int[] {top, left, frameHeight, frameWidth};
    }

    /** Returns the first frame as a file of its own that holds nothing else. */
    byte[] still() {
        boolean isExtended = alpha != null && !isLossless;
        int length = 4 + (isExtended ? HEADER + VP8X_LENGTH + padded(alpha) : 0) + padded(pixels);
        ByteBuffer out = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(length).put(ascii("WEBP"));
        if (isExtended) {
            out.put(ascii("VP8X")).putInt(VP8X_LENGTH).putInt(ALPHA_FLAG);
            putThreeBytes(out, frameWidth - 1);
            putThreeBytes(out, frameHeight - 1);
            put(out, "ALPH", alpha);
        }
        put(out, isLossless ? "VP8L" : "VP8 ", pixels);
        return out.array();
    }

    /** Returns the EXIF data, none if there are none. */
    byte[] exif() {
        return bytes(exif);
    }

    /** Returns the colour profile, none if there is none. */
    byte[] profile() {
        return bytes(profile);
    }

    private static byte[] bytes(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk == null ? 0 : chunk.capacity()];
        if (chunk != null) {
            chunk.get(0, bytes);
        }
        return bytes;
    }

    private static int padded(ByteBuffer chunk) {
        return HEADER + chunk.capacity() + (chunk.capacity() & 1);
    }

    private static void put(ByteBuffer out, String name, ByteBuffer chunk) {
        out.put(ascii(name)).putInt(chunk.capacity()).put(bytes(chunk));
        if ((chunk.capacity() & 1) != 0) {
            out.put((byte) 0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int threeBytes(ByteBuffer data, int at) {
        return (data.getShort(at) & 0xffff) | (data.get(at + 2) & 0xff) << 16;
    }

    private static void putThreeBytes(ByteBuffer out, int value) {
        out.putShort((short) value).put((byte) (value >> 16));
    }

    private static void requireLength(String name, ByteBuffer data, int least) throws UnreadableImageException {
        if (data.capacity() < least) {
            throw new UnreadableImageException(
                    "WebP is damaged: chunk " + name + " has " + data.capacity() + " bytes, not " + least);
        }
    }
}
