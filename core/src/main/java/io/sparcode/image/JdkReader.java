package io.sparcode.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Reads images of a format by the JDK's own reader.
 *
 * <p>Every image has a reader of its own: one that is used again keeps the last image's tables, with which a damaged
 * image would then be decoded, and is hardly faster.
 */
final class JdkReader {
    private static final int[] RGB = {0, 1, 2};
    private static final ComponentColorModel SRGB = new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);

    private final String format;
    private final ImageReaderSpi provider;

    /** Takes the format's name as the JDK has it, in capitals. */
    JdkReader(String format) {
        this.format = format;
        this.provider = provider(format);
    }

    /** Reads an image from an open reader. */
    private interface Reading<T> {
        T from(ImageReader reader) throws UnreadableImageException, IOException;
    }

    /** Returns an image, its size checked first. */
    BufferedImage image(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        return read(encoded, reader -> {
            options.requireSize(format, reader.getHeight(0), reader.getWidth(0));
            return reader.read(0);
        });
    }

    /** Returns the stored components of an image whose size was checked, interleaved, 8 bits each. */
    Raster components(byte[] encoded) throws UnreadableImageException, IOException {
        return read(encoded, reader -> reader.readRaster(0, null));
    }

    /**
     * Returns red, green and blue of an image whose size was checked. The reader copies whole lines into pixels of this
     * order, single pixels into those of another.
     */
    byte[] rgb(byte[] encoded, int height, int width) throws UnreadableImageException, IOException {
        byte[] pixels = new byte[3 * height * width];
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(pixels, pixels.length), width, height, 3 * width, 3, RGB, null);
        ImageReadParam into = new ImageReadParam();
        into.setDestination(new BufferedImage(SRGB, raster, false, null));
        read(encoded, reader -> reader.read(0, into));
        return pixels;
    }

    private <T> T read(byte[] encoded, Reading<T> reading) throws UnreadableImageException, IOException {
        DamageListener damage = new DamageListener();
        ImageReader reader = provider.createReaderInstance();
        try {
            reader.addIIOReadWarningListener(damage);
            reader.setInput(new ByteArrayImageInput(encoded), true, true);
            T read = reading.from(reader);
            damage.check(format);
            return read;
        } finally {
            reader.dispose();
        }
    }

    /** Plug-ins on a cluster's class path are left alone: the same bytes must give the same pixels everywhere. */
    private static ImageReaderSpi provider(String format) {
        Iterator<ImageReaderSpi> all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (all.hasNext()) {
            ImageReaderSpi spi = all.next();
            boolean reads = false;
            for (String name : spi.getFormatNames()) {
                reads |= name.toUpperCase(Locale.ROOT).equals(format);
            }
            if (reads && spi.getPluginClassName().startsWith("com.sun.imageio.")) {
                return spi;
            }
        }
        throw new IllegalStateException("this Java has no reader for " + format + " images (module java.desktop)");
    }
}
