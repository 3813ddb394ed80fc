package io.sparcode.image;

/**
 * How a TIFF file stores its first image: size, samples, and where the strips or tiles are that hold them. Everything
 * that a file may claim is checked before memory is taken for its pixels.
 *
 * @param height rows
 * @param width columns
 * @param samples values of a pixel
 * @param bits bits of a sample, the same for all
 * @param isFloat whether samples are floats; else they are unsigned integers
 * @param compression how strips and tiles are compressed
 * @param planar whether each sample has strips or tiles of its own
 * @param isTiled whether there are tiles, else strips
 * @param tileHeight rows of a strip or tile
 * @param tileWidth columns of a strip or tile
 * @param offsets where each strip or tile begins in the file
 * @param counts how many bytes each has
 */
record TiffLayout(
        int height,
        int width,
        int samples,
        int bits,
        boolean isFloat,
        int compression,
        boolean planar,
        boolean isTiled,
        int tileHeight,
        int tileWidth,
        long[] offsets,
        long[] counts) {
    static final int UNCOMPRESSED = 1;
    static final int JPEG = 7;

    private static final int SIGNED = 2;
    private static final int FLOAT = 3;
    private static final int UNDEFINED = 4;
    /** Zeros are packed by a factor of up to 1,032 by Deflate and of up to 1,336 by LZW. */
    private static final long MOST_EXPANSION = 1_400;
    /** Tiles that reach beyond an image may be this many pixels, however small it is. */
    private static final long PADDING = 1 << 24;

    /**
     * Reads the layout.
     *
     * @param length bytes of the file
     * @throws UnreadableImageException if it is not read, or the file does not hold what it claims
     */
    static TiffLayout of(TiffDirectory tags, int length, DecodingOptions options) throws UnreadableImageException {
        long height = tags.value(TiffDirectory.HEIGHT, 0);
        long width = tags.value(TiffDirectory.WIDTH, 0);
        options.requireSize("TIFF", height, width);
        int compression = compression(tags);
        int samples = samples(tags, height * width, options);
        int bits = bits(tags);
        boolean isFloat = isFloat(tags, bits);
        boolean planar = samples > 1 && tags.value(TiffDirectory.PLANAR_CONFIGURATION, 1) == 2;
        boolean isTiled = tags.has(TiffDirectory.TILE_OFFSETS);
        long tileWidth = isTiled ? tags.value(TiffDirectory.TILE_WIDTH, 0) : width;
        long tileHeight = isTiled
                ? tags.value(TiffDirectory.TILE_HEIGHT, 0)
                : Math.min(height, tags.value(TiffDirectory.ROWS_PER_STRIP, height));
        options.requireSize(isTiled ? "tile of a TIFF" : "strip of a TIFF", tileHeight, tileWidth);
        TiffLayout layout = new TiffLayout(
                (int) height,
                (int) width,
                samples,
                bits,
                isFloat,
                compression,
                planar,
                isTiled,
                (int) tileHeight,
                (int) tileWidth,
                tags.values(isTiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS),
                tags.values(isTiled ? TiffDirectory.TILE_BYTE_COUNTS : TiffDirectory.STRIP_BYTE_COUNTS));
        return layout.withCounts(length).checked(length);
    }

    /** Returns how many strips or tiles lie side by side. */
    int across() {
        return (width + tileWidth - 1) / tileWidth;
    }

    /** Returns how many strips or tiles lie one below another. */
    int down() {
        return (height + tileHeight - 1) / tileHeight;
    }

    /** Returns the bytes that all samples take, uncompressed. */
    long size() {
        return height * bytes(width, samples);
    }

    /** Returns whether rows of two colours are packed as fax machines do, a row of white into as little as 1 bit. */
    boolean isFax() {
        return compression >= 2 && compression <= 4;
    }

    /** Returns whether samples may be stored as differences: libtiff, too, takes them for such here alone. */
    boolean hasPredictor() {
        return compression == 5 || compression == 8 || compression == 32_946;
    }

    private long bytes(long columns, int samplesEach) {
        return (columns * samplesEach * bits + 7) / 8;
    }

    private String part() {
        return isTiled ? "tile" : "strip";
    }

    /** Files of old leave the counts away. */
    private TiffLayout withCounts(int length) {
        if (counts.length > 0 || offsets.length == 0 || compression != UNCOMPRESSED && offsets.length > 1) {
            return this;
        }
        long[] found = new long[offsets.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = Math.min(length - offsets[i], compression == UNCOMPRESSED ? stored(i) : Long.MAX_VALUE);
        }
        return new TiffLayout(
                height,
                width,
                samples,
                bits,
                isFloat,
                compression,
                planar,
                isTiled,
                tileHeight,
                tileWidth,
                offsets,
                found);
    }

    /** The bytes of a strip or tile, uncompressed: the last strip has but the rows that are left, a tile has all. */
    private long stored(int index) {
        int row = index % (across() * down()) / across();
        int rows = isTiled ? tileHeight : Math.min(tileHeight, height - row * tileHeight);
        return rows * bytes(tileWidth, planar ? 1 : samples);
    }

    private TiffLayout checked(int length) throws UnreadableImageException {
        long covered = (long) across() * tileWidth * down() * tileHeight;
        if (isTiled && covered > 4L * height * width + PADDING) {
            throw new UnreadableImageException("TIFF has tiles of " + tileHeight + " x " + tileWidth
                    + " for an image of " + height + " x " + width);
        }
        long needed = (long) across() * down() * (planar ? samples : 1);
        if (offsets.length < needed || counts.length < needed) {
            throw new UnreadableImageException("TIFF is damaged or cut off: it has "
                    + Math.min(offsets.length, counts.length) + " of " + needed + " " + part() + "s");
        }
        long total = 0;
        for (int i = 0; i < needed; i++) {
            if (counts[i] <= 0) {
                throw new UnreadableImageException("TIFF has no pixels for " + part() + " " + i);
            }
            if (offsets[i] < 0 || offsets[i] > length || counts[i] > length - offsets[i]) {
                throw new UnreadableImageException("TIFF is damaged or cut off: " + part() + " " + i + " ends at byte "
                        + (offsets[i] + counts[i]) + " of " + length);
            }
            if (compression == UNCOMPRESSED && counts[i] < stored(i)) {
                throw new UnreadableImageException("TIFF is damaged or cut off: " + part() + " " + i + " has "
                        + counts[i] + " of " + stored(i) + " bytes");
            }
            total += counts[i];
        }
        if (!isFax() && size() / MOST_EXPANSION > Math.min(total, length)) {
            throw new UnreadableImageException("TIFF is damaged or cut off: " + total + " bytes cannot hold " + height
                    + " x " + width + " pixels");
        }
        return this;
    }

    private static int compression(TiffDirectory tags) throws UnreadableImageException {
        int compression = (int) Math.min(tags.value(TiffDirectory.COMPRESSION, UNCOMPRESSED), Integer.MAX_VALUE);
        String unread = switch (compression) {
            case 1, 2, 3, 4, 5, JPEG, 8, 32_773, 32_946 -> null;
            case 6 -> "old-style JPEG";
            case 9, 10, 34_661 -> "JBIG";
            case 32_767, 34_713 -> "a camera's raw format";
            case 32_809 -> "ThunderScan";
            case 33_003, 33_004, 33_005, 34_712 -> "JPEG 2000";
            case 34_676, 34_677 -> "SGI's LogLuv";
            case 34_887 -> "LERC";
            case 34_892 -> "lossy JPEG of DNG";
            case 34_925 -> "LZMA";
            case 34_926, 50_000 -> "Zstandard";
            case 34_927, 50_001 -> "WebP";
            case 50_002, 52_546 -> "JPEG XL";
            default -> "the unknown method " + compression;
        };
        if (unread != null) {
            throw new UnreadableImageException(
                    "TIFF compressed by " + unread + ", which is not read; convert it to LZW or Deflate, or to PNG");
        }
        return compression;
    }

    private static int samples(TiffDirectory tags, long pixels, DecodingOptions options)
            throws UnreadableImageException {
        long samples = tags.value(TiffDirectory.SAMPLES_PER_PIXEL, 1);
        if (samples < 1 || samples > ImageShape.MOST_CHANNELS) {
            throw new UnreadableImageException(
                    "TIFF has " + samples + " samples a pixel, 1 to " + ImageShape.MOST_CHANNELS + " are read");
        }
        if (pixels * samples > 4 * options.maxPixels()) {
            throw new UnreadableImageException("TIFF claims " + pixels + " pixels of " + samples
                    + " samples, the limit is " + 4 * options.maxPixels() + " values, four for each of max-pixels");
        }
        return (int) samples;
    }

    private static int bits(TiffDirectory tags) throws UnreadableImageException {
        long[] bits = tags.values(TiffDirectory.BITS_PER_SAMPLE);
        for (long each : bits) {
            if (each != bits[0]) {
                throw new UnreadableImageException(
                        "TIFF has samples of different size, " + bits[0] + " and " + each + " bits, which is not read");
            }
        }
        return bits.length == 0 ? 1 : (int) Math.min(bits[0], Integer.MAX_VALUE);
    }

    private static boolean isFloat(TiffDirectory tags, int bits) throws UnreadableImageException {
        long[] formats = tags.values(TiffDirectory.SAMPLE_FORMAT);
        for (long format : formats) {
            if (format != formats[0]) {
                throw new UnreadableImageException("TIFF has both integers and floats, which is not read");
            }
        }
        long format = formats.length == 0 ? 1 : formats[0];
        if (format == FLOAT && (bits == 16 || bits == 32 || bits == 64)) {
            return true;
        }
        boolean isUnsigned = format == 1 || format == UNDEFINED;
        if (isUnsigned && (bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 12 || bits == 16)) {
            return false;
        }
        throw new UnreadableImageException("TIFF has samples of " + bits + " bits, "
                + (isUnsigned
                        ? "integers"
                        : format == SIGNED ? "signed integers" : format == FLOAT ? "floats" : "complex numbers")
                + ", which are not read; convert them to 8 or 16 bits without a sign, or to 32-bit floats on [0, 1]");
    }
}
