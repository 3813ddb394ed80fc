package io.sparcode.image;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decodes PNG, JPEG, GIF and WebP (the first frame), TIFF (the first page) and BMP images, told apart by their bytes.
 *
 * <p>Grey images keep their stored values in 1 channel; colour gives 3 channels (BGR), alpha 4 (BGRA); a palette of greys
 * gives 1 channel; inks (CMYK and YCCK) become colours. TIFF may have bands of any number. Values of 16 bits become floats,
 * or their higher 8 as bytes. Gamma is not applied; colour profiles and EXIF orientation are by the options. Values are
 * within 2 levels of those that Pillow gives.
 *
 * <p>Keeps what the next image can use again: one belongs to one thread.
 */
public final class ImageDecoder {
    private final DecodingOptions options;
    private final Map<EncodedFormat, FormatDecoder> decoders = new EnumMap<>(EncodedFormat.class);

    /** Decodes images as the options say. */
    public ImageDecoder(DecodingOptions options) {
        this.options = options;
    }

    /**
     * Decodes an image. The size in its header is checked before memory is taken for its pixels.
     *
     * @throws UnreadableImageException if these are no image of a known format, or a damaged, cut off or too large one
     */
    public Image decode(byte[] encoded) throws UnreadableImageException {
        return read(encoded).image();
    }

    /** As {@link #decode}, with what was done to the image. */
    public DecodedImage read(byte[] encoded) throws UnreadableImageException {
        if (encoded.length == 0) {
            throw new UnreadableImageException("empty: 0 bytes");
        }
        EncodedFormat format =
                EncodedFormat.of(encoded).orElseThrow(() -> new UnreadableImageException(OtherFormat.reason(encoded)));
        FormatDecoder decoder = decoders.computeIfAbsent(format, EncodedFormat::newDecoder);
        try {
            StoredImage stored = decoder.decode(encoded, options);
            if (options.orientation() == Orientation.STORED || stored.exifOrientation() == ExifOrientation.UPRIGHT) {
                return new DecodedImage(stored.image(), false);
            }
            return new DecodedImage(ExifOrientation.upright(stored.image(), stored.exifOrientation()), true);
        } catch (IOException | RuntimeException e) {
            // The JDK's readers answer damaged input with whatever their arithmetic ran into.
            throw new UnreadableImageException(format + " is damaged or cut off: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = e; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            String message = cause instanceof IOException && cause.getMessage() != null
                    ? cause.getMessage()
                    : cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : " " + cause.getMessage());
            text.append(text.isEmpty() ? "" : ": ").append(message);
        }
        return text.toString();
    }
}
