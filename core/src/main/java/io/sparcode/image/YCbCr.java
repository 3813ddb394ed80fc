package io.sparcode.image;

/** Luma and chroma of JPEGs, for those that the JDK's reader does not bring to colours; the arithmetic is libjpeg's. */
final class YCbCr {
    private static final int BITS = 16;
    private static final int HALF = 1 << BITS - 1;

    private YCbCr() {}

    /**
     * Changes luma and chroma to red, green and blue in place.
     *
     * @param stride bytes of a pixel, of which those after the third stay
     */
    static void toRgb(byte[] pixels, int stride) {
        for (int i = 0; i < pixels.length; i += stride) {
            int luma = pixels[i] & 0xff;
            int cb = (pixels[i + 1] & 0xff) - 128;
            int cr = (pixels[i + 2] & 0xff) - 128;
            pixels[i] = clipped(luma + (fixed(1.40200) * cr + HALF >> BITS));
            pixels[i + 1] = clipped(luma + (HALF - fixed(0.34414) * cb - fixed(0.71414) * cr >> BITS));
            pixels[i + 2] = clipped(luma + (fixed(1.77200) * cb + HALF >> BITS));
        }
    }

    /**
     * Interpolates between lines of a component that has half as many as the image, where they were merely repeated:
     * three parts of the nearer line and one of the other. The libjpeg 6b in the JDK (17) repeats such lines;
     * libjpeg-turbo, which Debian builds the JDK with, interpolates them, and so does Pillow.
     *
     * @param pixels [height, width, stride], in which only the component changes
     */
    static void interpolateLines(byte[] pixels, int height, int width, int stride, int component) {
        int row = width * stride;
        for (int y = 0; y + 1 < height; y += 2) {
            for (int i = y * row + component; i < (y + 1) * row; i += stride) {
                if (pixels[i] != pixels[i + row]) {
                    return;
                }
            }
        }
        int lines = (height + 1) / 2;
        byte[] above = new byte[width];
        byte[] line = new byte[width];
        for (int k = 0; k < lines; k++) {
            int y = 2 * k;
            for (int x = 0; x < width; x++) {
                line[x] = pixels[(y * width + x) * stride + component];
            }
            int below = k + 1 < lines ? 2 * row : 0;
            for (int x = 0; x < width; x++) {
                int i = (y * width + x) * stride + component;
                int nearer = 3 * (line[x] & 0xff);
                int next = pixels[i + below] & 0xff;
                pixels[i] = (byte) (nearer + ((k == 0 ? line : above)[x] & 0xff) + 1 >> 2);
                if (y + 1 < height) {
                    pixels[i + row] = (byte) (nearer + next + 2 >> 2);
                }
            }
            byte[] free = above;
            above = line;
            line = free;
        }
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << BITS) + 0.5);
    }

    private static byte clipped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
