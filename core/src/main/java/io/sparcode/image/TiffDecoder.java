package io.sparcode.image;

import java.io.IOException;

/**
 * Decodes the first page of TIFF and BigTIFF files: grey, colour, palettes, CMYK, and bands of any number; of integers
 * without a sign of 1 to 16 bits, or floats.
 */
final class TiffDecoder implements FormatDecoder {
    private static final int REDUCED = 1;

    private final SrgbConversion srgb = new SrgbConversion("TIFF");
    private final TiffJpeg jpeg = new TiffJpeg();

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        TiffDirectory tags = new TiffDirectory(encoded);
        refuseRaw(tags);
        TiffLayout layout = TiffLayout.of(tags, encoded.length, options);
        TiffColour colour = TiffColour.of(tags, layout);
        Image image = layout.compression() == TiffLayout.JPEG
                ? jpeg.read(encoded, tags, layout, options)
                : colour.image(new TiffRaster(encoded, tags, layout), options.values());
        if (options.colorProfile() == ColorProfile.SRGB) {
            image = srgb.apply(image, tags.bytes(TiffDirectory.ICC_PROFILE));
        }
        int orientation = (int) Math.min(9, tags.value(TiffDirectory.ORIENTATION, 1));
        return new StoredImage(
                image.as(options.values()),
                orientation >= 1 && orientation <= 8 ? orientation : ExifOrientation.UPRIGHT);
    }

    /** Cameras write TIFF files whose first image is a thumbnail, and whose picture is not read. */
    private static void refuseRaw(TiffDirectory tags) throws UnreadableImageException {
        boolean thumbnail = (tags.value(TiffDirectory.NEW_SUBFILE_TYPE, 0) & REDUCED) != 0
                && tags.has(TiffDirectory.SUB_DIRECTORIES);
        if (thumbnail || tags.has(TiffDirectory.DNG_VERSION)) {
            throw new UnreadableImageException(
                    "camera's raw image (DNG, NEF or alike), which is not read; convert it to PNG, JPEG or TIFF");
        }
    }
}
