package io.sparcode.image;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The encodings that {@link ImageDecoder} reads, told apart by their first bytes, never by a file's name. */
enum EncodedFormat {
    PNG("89504e470d0a1a0a"),
    JPEG("ffd8ff"),
    GIF("474946383761", "474946383961"),
    BMP("424d");

    private final String[] magics;
    private final ImageReaderSpi provider;

    EncodedFormat(String... magics) {
        this.magics = magics;
        this.provider = provider(name());
    }

    /** Returns the format that the bytes begin as. */
    static Optional<EncodedFormat> of(byte[] encoded) {
        for (EncodedFormat format : values()) {
            for (String magic : format.magics) {
                if (beginsWith(encoded, magic)) {
                    return Optional.of(format);
                }
            }
        }
        return Optional.empty();
    }

    ImageReader newReader() throws IOException {
        return provider.createReaderInstance();
    }

    private static boolean beginsWith(byte[] encoded, String magic) {
        for (int i = 0; i < magic.length() / 2; i++) {
            if (i >= encoded.length || (encoded[i] & 0xff) != Integer.parseInt(magic, 2 * i, 2 * i + 2, 16)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Finds the JDK's own reader once. Plug-ins that happen to be on a cluster's class path are left alone: the same
     * bytes must give the same pixels everywhere.
     */
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
