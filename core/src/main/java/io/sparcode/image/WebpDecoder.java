package io.sparcode.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes WebP images, of an animation the first frame, by libwebp 1.6, whose pixels are the same on every CPU.
 *
 * <p>Readers in Java were no choice: TwelveMonkeys 3.15 gives each pixel the colour of the nearest of a quarter as many,
 * up to 99 levels beside libwebp's.
 */
final class WebpDecoder implements FormatDecoder {
    private final SrgbConversion srgb = new SrgbConversion("WebP");
    private final WebPImageReaderSpi provider = new WebPImageReaderSpi();
    // One for all: the reader registers each that it makes itself for a cleaning that never comes (webp-imageio 0.11).
    private WebPReadParam plain;

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        WebpChunks chunks = new WebpChunks(encoded);
        int[] canvas = chunks.canvas();
        options.requireSize("WebP", canvas[0], canvas[1]);
        int[] frame = chunks.frame();
        int channels = chunks.hasAlpha() ? 4 : 3;
        ImageShape shape = new ImageShape(canvas[0], canvas[1], channels);
        int[] argb = read(chunks.still(), frame);
        byte[] pixels = new byte[shape.size()];
        for (int y = 0; y < frame[2]; y++) {
            int o = ((frame[0] + y) * shape.width() + frame[1]) * channels;
            for (int x = 0; x < frame[3]; x++) {
                int colour = argb[y * frame[3] + x];
                for (int c = 0; c < channels; c++, o++) {
                    pixels[o] = (byte) (colour >>> 8 * c);
                }
            }
        }
        Image image = new Image(shape, pixels);
        if (options.colorProfile() == ColorProfile.SRGB) {
            image = srgb.apply(image, chunks.profile());
        }
        byte[] exif = chunks.exif();
        // Some writers put the heading of JPEG's EXIF segments before it.
        int start = exif.length > 6 && exif[0] == 'E' ? 6 : 0;
        return new StoredImage(image.as(options.values()), ExifOrientation.of(exif, start, exif.length - start));
    }

    private int[] read(byte[] still, int[] frame) throws UnreadableImageException, IOException {
        try (ImageInputStream in = new ByteArrayImageInputStream(still)) {
            ImageReader reader = provider.createReaderInstance(null);
            if (plain == null) {
                plain = new WebPReadParam();
            }
            try {
                reader.setInput(in, true, true);
                BufferedImage image = reader.read(0, plain);
                if (image.getHeight() != frame[2] || image.getWidth() != frame[3]) {
                    throw new UnreadableImageException("WebP is damaged: its frame is not of the size that it claims");
                }
                return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
            } finally {
                reader.dispose();
            }
        } catch (OutOfMemoryError e) {
            // Thrown by webp-imageio, without a message, for what libwebp says of damaged alpha as well.
            if (e.getMessage() != null) {
                throw e;
            }
            throw new UnreadableImageException("WebP is damaged or cut off: libwebp does not decode it", e);
        } catch (LinkageError e) {
            throw new UnreadableImageException(
                    "WebP cannot be read on this machine: libwebp of webp-imageio does not load (" + e.getMessage()
                            + "); convert it to PNG or JPEG",
                    e);
        }
    }
}
