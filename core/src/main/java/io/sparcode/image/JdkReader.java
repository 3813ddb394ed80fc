package io.sparcode.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads images of a format by the JDK's own reader. */
final class JdkReader {
    private final String format;
    private final ImageReaderSpi provider;

    JdkReader(String format) {
        this.format = format;
        this.provider = provider(format);
    }

    BufferedImage read(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        DamageListener damage = new DamageListener();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            ImageReader reader = provider.createReaderInstance();
            try {
                reader.addIIOReadWarningListener(damage);
                reader.setInput(in, true, true);
                options.requireSize(format, reader.getHeight(0), reader.getWidth(0));
                if (!reader.getImageTypes(0).hasNext()) {
                    throw new UnreadableImageException(format + " in a colour space that is not read (CMYK or YCCK)");
                }
                BufferedImage image = reader.read(0);
                damage.check(format);
                return image;
            } finally {
                reader.dispose();
            }
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
