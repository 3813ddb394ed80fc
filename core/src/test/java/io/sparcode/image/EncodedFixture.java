package io.sparcode.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small images with a smooth pattern, encoded by the JDK. */
final class EncodedFixture {
    private EncodedFixture() {}

    /** A picture whose red, green and blue differ everywhere but a little; grey where the type is grey. */
    static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(x, y, 0, grey(x, y));
                } else {
                    image.setRGB(x, y, argb(x, y));
                }
            }
        }
        return image;
    }

    static int grey(int x, int y) {
        return (40 + 7 * x + 3 * y) & 0xff;
    }

    static int argb(int x, int y) {
        return (255 - 5 * x & 0xff) << 24 | (200 - 4 * x & 0xff) << 16 | (30 + 6 * y & 0xff) << 8 | (90 + x + y & 0xff);
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
