package io.sparcode.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Decodes PNG, JPEG, GIF (the first frame) and BMP images, told apart by their bytes.
 *
 * <p>Grey images keep their stored values in 1 channel, of 16 bits the higher 8; colour gives 3 channels (BGR), alpha
 * 4 (BGRA); a palette of greys gives 1 channel. Colour profiles, gamma and EXIF orientation are not applied.
 * Keeps buffers between images: one belongs to one thread.
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
        EncodedFormat format = EncodedFormat.of(encoded)
                .orElseThrow(() -> new UnreadableImageException(
                        "not a PNG, JPEG, GIF or BMP image: begins with " + begin(encoded)));
        FormatDecoder decoder = decoders.computeIfAbsent(format, EncodedFormat::newDecoder);
        try {
            return new DecodedImage(decoder.decode(encoded, options).image(), false);
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

    private static String begin(byte[] encoded) {
        int length = Math.min(16, encoded.length);
        String text = new String(encoded, 0, length, StandardCharsets.ISO_8859_1);
        if (text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return "the text \"" + text + "\"";
        }
        StringBuilder hex = new StringBuilder("the bytes");
        for (int i = 0; i < Math.min(8, length); i++) {
            hex.append(String.format(Locale.ROOT, " %02x", encoded[i]));
        }
        return hex.toString();
    }
}
