package io.sparcode.image;

import java.io.IOException;

/** What the samples of a TIFF file mean, and how they become an {@link Image}. */
final class TiffColour {
    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int MASK = 4;
    private static final int SEPARATED = 5;
    private static final int YCBCR = 6;

    private static final int PREMULTIPLIED = 1;
    private static final int ALPHA = 2;
    private static final int WHITE = 0xffff;

    private enum Kind {
        GREY(1),
        GREY_ALPHA(4),
        COLOUR(3),
        COLOUR_ALPHA(4),
        PALETTE(3),
        CMYK(3),
        BANDS(0);

        private final int channels;

        Kind(int channels) {
            this.channels = channels;
        }
    }

    private final TiffLayout layout;
    private final Kind kind;
    private final boolean inverted;
    private final boolean premultiplied;
    private final float[] palette;

    private TiffColour(TiffLayout layout, Kind kind, boolean inverted, boolean premultiplied, float[] palette) {
        this.layout = layout;
        this.kind = kind;
        this.inverted = inverted;
        this.premultiplied = premultiplied;
        this.palette = palette;
    }

    /**
     * Reads what samples mean.
     *
     * @throws UnreadableImageException if it is a colour space that is not read
     */
    static TiffColour of(TiffDirectory tags, TiffLayout layout) throws UnreadableImageException {
        int samples = layout.samples();
        int photometric = (int)
                Math.min(tags.value(TiffDirectory.PHOTOMETRIC, samples < 3 ? BLACK_IS_ZERO : RGB), Integer.MAX_VALUE);
        boolean isJpeg = layout.compression() == TiffLayout.JPEG;
        long[] extra = tags.values(TiffDirectory.EXTRA_SAMPLES);
        // Writers that leave the tag away mean alpha.
        long last = extra.length == 0 ? ALPHA : extra[0];
        boolean hasAlpha = extra.length < 2 && (last == PREMULTIPLIED || last == ALPHA);
        Kind kind = switch (photometric) {
            case WHITE_IS_ZERO, BLACK_IS_ZERO, MASK ->
                samples == 1 ? Kind.GREY : samples == 2 && hasAlpha ? Kind.GREY_ALPHA : Kind.BANDS;
            case RGB -> samples == 3 ? Kind.COLOUR : samples == 4 && hasAlpha ? Kind.COLOUR_ALPHA : Kind.BANDS;
            case PALETTE -> Kind.PALETTE;
            case SEPARATED -> Kind.CMYK;
            case YCBCR -> Kind.COLOUR;
            default -> throw unread(photometric);
        };
        boolean isRight = switch (kind) {
            case PALETTE -> samples == 1 && !layout.isFloat();
            case CMYK -> samples == 4 && tags.value(TiffDirectory.INK_SET, 1) == 1 && !isJpeg;
            case COLOUR -> samples == 3 && (photometric != YCBCR || isJpeg);
            default -> true;
        };
        if (!isRight) {
            throw new UnreadableImageException("TIFF has " + samples + " samples a pixel in "
                    + (photometric == YCBCR ? "YCbCr" : kind == Kind.CMYK ? "inks" : "a palette")
                    + (isJpeg ? " compressed by JPEG" : "") + ", which is not read; convert it to RGB");
        }
        return new TiffColour(
                layout,
                kind,
                photometric == WHITE_IS_ZERO,
                last == PREMULTIPLIED,
                kind == Kind.PALETTE ? palette(tags, layout) : null);
    }

    /**
     * Returns the image.
     *
     * @throws UnreadableImageException if floats are not within [0, 1], or a palette has not the colour of a pixel
     * @throws IOException if it is damaged
     */
    Image image(TiffRaster file, PixelValues values) throws UnreadableImageException, IOException {
        boolean isGreyPalette = kind == Kind.PALETTE && allGrey();
        int channels = kind == Kind.BANDS ? layout.samples() : isGreyPalette ? 1 : kind.channels;
        ImageShape shape = new ImageShape(layout.height(), layout.width(), channels);
        TiffRows rows = new TiffRows(file, layout);
        Image image;
        if (values == PixelValues.FLOATS) {
            float[] floats = new float[shape.size()];
            float[] samples = new float[layout.width() * layout.samples()];
            for (int y = 0; y < layout.height(); y++) {
                convert(rows, y, samples, floats, y * layout.width() * channels, channels);
            }
            image = Image.ofFloats(shape, floats);
        } else {
            byte[] bytes = new byte[shape.size()];
            if (isStoredAsRead()) {
                rows.copy(bytes, kind == Kind.COLOUR || kind == Kind.COLOUR_ALPHA);
            } else {
                float[] samples = new float[layout.width() * layout.samples()];
                float[] row = new float[layout.width() * channels];
                for (int y = 0; y < layout.height(); y++) {
                    convert(rows, y, samples, row, 0, channels);
                    round(row, bytes, y * row.length);
                }
            }
            image = new Image(shape, bytes);
        }
        return kind == Kind.BANDS ? image.asBands() : image;
    }

    /** Whether pixels are the file's bytes, in another order at most. */
    private boolean isStoredAsRead() {
        boolean isOrdered = switch (kind) {
            case GREY, BANDS, COLOUR -> true;
            case COLOUR_ALPHA -> !premultiplied;
            default -> false;
        };
        return layout.bits() == 8 && isOrdered && !inverted;
    }

    private void convert(TiffRows rows, int y, float[] samples, float[] to, int at, int channels)
            throws UnreadableImageException {
        rows.read(y, samples);
        scale(samples);
        for (int x = 0; x < layout.width(); x++) {
            convert(samples, x * layout.samples(), to, at + x * channels, channels);
        }
    }

    private void scale(float[] samples) throws UnreadableImageException {
        float most = (1 << Math.min(layout.bits(), 16)) - 1;
        if (layout.isFloat()) {
            for (float sample : samples) {
                if (!(sample >= 0 && sample <= 1)) {
                    throw new UnreadableImageException(
                            "TIFF has a sample of " + sample
                                    + "; floats must be on [0, 1]: divide them by the largest possible, and fill what is missing");
                }
            }
        } else if (kind != Kind.PALETTE) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] /= most;
            }
        }
        if (inverted) {
            // White is at zero, and transparent is too.
            int step = kind == Kind.GREY_ALPHA ? 2 : 1;
            for (int i = 0; i < samples.length; i += step) {
                samples[i] = 1 - samples[i];
            }
        }
    }

    private void convert(float[] from, int i, float[] to, int o, int channels) throws UnreadableImageException {
        switch (kind) {
            case GREY_ALPHA, COLOUR_ALPHA -> {
                int colours = layout.samples() - 1;
                float alpha = from[i + colours];
                for (int c = 0; c < 3; c++) {
                    float value = from[i + (colours == 1 ? 0 : 2 - c)];
                    to[o + c] = premultiplied && alpha > 0 ? Math.min(1, value / alpha) : value;
                }
                to[o + 3] = alpha;
            }
            case COLOUR -> {
                for (int c = 0; c < 3; c++) {
                    to[o + c] = from[i + 2 - c];
                }
            }
            case CMYK -> {
                for (int c = 0; c < 3; c++) {
                    to[o + c] = (1 - from[i + 2 - c]) * (1 - from[i + 3]);
                }
            }
            case PALETTE -> {
                int colours = palette.length / 3;
                int colour = (int) from[i];
                if (colour >= colours) {
                    throw new UnreadableImageException(
                            "TIFF has a pixel of colour " + colour + " of a palette of " + colours);
                }
                for (int c = 0; c < channels; c++) {
                    to[o + c] = palette[(channels == 1 ? 0 : 2 - c) * colours + colour];
                }
            }
            default -> System.arraycopy(from, i, to, o, layout.samples());
        }
    }

    /** Of more than 8 bits the higher 8, as of 16-bit PNG; floats to the nearest. */
    private void round(float[] row, byte[] to, int at) {
        boolean isDeep = layout.bits() > 8 && !layout.isFloat() || kind == Kind.PALETTE;
        for (int i = 0; i < row.length; i++) {
            to[at + i] = (byte) (isDeep ? Math.round(row[i] * WHITE) >> 8 : Math.round(row[i] * 255));
        }
    }

    private boolean allGrey() {
        int colours = palette.length / 3;
        for (int i = 0; i < colours; i++) {
            if (palette[i] != palette[colours + i] || palette[i] != palette[2 * colours + i]) {
                return false;
            }
        }
        return true;
    }

    /** All reds, all greens, all blues, on [0, 1]. */
    private static float[] palette(TiffDirectory tags, TiffLayout layout) throws UnreadableImageException {
        long[] map = tags.values(TiffDirectory.COLOR_MAP);
        if (map.length < 3 || map.length % 3 != 0 || map.length > 3 << 16) {
            throw new UnreadableImageException(
                    "TIFF has a palette of " + map.length + " values for " + (1 << layout.bits()) + " colours");
        }
        long most = 0;
        for (long value : map) {
            most = Math.max(most, value);
        }
        // Some writers give values of 8 bits where the format asks for 16.
        float white = most < 256 ? 255 : WHITE;
        float[] palette = new float[map.length];
        for (int i = 0; i < map.length; i++) {
            palette[i] = Math.min(1, map[i] / white);
        }
        return palette;
    }

    private static UnreadableImageException unread(int photometric) {
        String name = switch (photometric) {
            case 8, 9, 10 -> "CIE L*a*b*";
            case 32_803, 34_892 -> "a camera's raw values";
            case 32_844, 32_845 -> "LogLuv";
            default -> "the unknown colour space " + photometric;
        };
        return new UnreadableImageException("TIFF in " + name + ", which is not read; convert it to RGB");
    }
}
