package io.sparcode.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG, GIF (the first frame) and BMP images, told apart by their bytes.
 *
 * <p>Grey images keep their stored values in 1 channel, of 16 bits the higher 8; colour gives 3 channels (BGR), alpha
 * 4 (BGRA); a palette of greys gives 1 channel. Colour profiles, gamma and EXIF orientation are not applied.
 * Thread-safe.
 */
public final class ImageDecoder {
    /** The largest limit: four channels of as many pixels still fit in an array. */
    public static final long LARGEST_LIMIT = Integer.MAX_VALUE / 4;

    private static final int BMP_COMPRESSION = 30;

    private final long maxPixels;

    /**
     * Decodes images of a limited size.
     *
     * @param maxPixels the most pixels, height x width, 1 to {@link #LARGEST_LIMIT}
     */
    public ImageDecoder(long maxPixels) {
        if (maxPixels < 1 || maxPixels > LARGEST_LIMIT) {
            throw new IllegalArgumentException("max-pixels must be 1 to " + LARGEST_LIMIT + ", was " + maxPixels);
        }
        this.maxPixels = maxPixels;
    }

    /**
     * Decodes an image. The size in its header is checked before memory is taken for its pixels.
     *
     * @throws UnreadableImageException if these are no image of a known format, or a damaged, cut off or too large one
     */
    public Image decode(byte[] encoded) throws UnreadableImageException {
        if (encoded.length == 0) {
            throw new UnreadableImageException("empty: 0 bytes");
        }
        EncodedFormat format = EncodedFormat.of(encoded)
                .orElseThrow(() -> new UnreadableImageException(
                        "not a PNG, JPEG, GIF or BMP image: begins with " + begin(encoded)));
        byte[] checked = encoded;
        if (format == EncodedFormat.PNG) {
            PngChunks chunks = new PngChunks(encoded);
            checkSize(format, chunks.size());
            checked = chunks.pixelChunks();
        } else if (format == EncodedFormat.BMP) {
            checkCompression(encoded);
        }
        return read(format, checked);
    }

    private Image read(EncodedFormat format, byte[] encoded) throws UnreadableImageException {
        DamageListener damage = new DamageListener();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            ImageReader reader = format.newReader();
            try {
                reader.addIIOReadWarningListener(damage);
                reader.setInput(in, true, true);
                checkSize(format, new long[] {reader.getHeight(0), reader.getWidth(0)});
                if (!reader.getImageTypes(0).hasNext()) {
                    throw new UnreadableImageException(format + " in a colour space that is not read (CMYK or YCCK)");
                }
                BufferedImage image = reader.read(0);
                damage.check(format);
                return RasterPixels.of(image);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The JDK's readers answer damaged input with whatever their arithmetic ran into.
            throw new UnreadableImageException(format + " is damaged or cut off: " + reason(e), e);
        }
    }

    private void checkSize(EncodedFormat format, long[] size) throws UnreadableImageException {
        long height = size[0];
        long width = size[1];
        if (height < 1 || width < 1 || height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
            throw new UnreadableImageException(format + " claims an impossible size, " + height + " x " + width);
        }
        if (height * width > maxPixels) {
            throw new UnreadableImageException(format + " claims " + height + " x " + width + " = " + height * width
                    + " pixels, the limit is " + maxPixels);
        }
    }

    /** A BMP may hold a whole PNG or JPEG, whose size nobody has checked. */
    private static void checkCompression(byte[] bmp) throws UnreadableImageException {
        if (bmp.length > BMP_COMPRESSION && (bmp[BMP_COMPRESSION] == 4 || bmp[BMP_COMPRESSION] == 5)) {
            throw new UnreadableImageException("BMP holds an embedded JPEG or PNG, which is not read");
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
