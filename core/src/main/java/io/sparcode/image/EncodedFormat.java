package io.sparcode.image;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/** The encodings that {@link ImageDecoder} reads, told apart by their first bytes, never by a file's name. */
enum EncodedFormat {
    PNG(PngDecoder::new, "89504e470d0a1a0a"),
    JPEG(JpegDecoder::new, "ffd8ff"),
    GIF(GifDecoder::new, "474946383761", "474946383961"),
    BMP(BmpDecoder::new, "424d");

    private final Supplier<FormatDecoder> decoder;
    private final byte[][] magics;

    EncodedFormat(Supplier<FormatDecoder> decoder, String... magics) {
        this.decoder = decoder;
        this.magics = new byte[magics.length][];
        for (int i = 0; i < magics.length; i++) {
            this.magics[i] = HexFormat.of().parseHex(magics[i]);
        }
    }

    /** Returns the format that the bytes begin as. */
    static Optional<EncodedFormat> of(byte[] encoded) {
        for (EncodedFormat format : values()) {
            for (byte[] magic : format.magics) {
                if (beginsWith(encoded, magic)) {
                    return Optional.of(format);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns a decoder for one thread. */
    FormatDecoder newDecoder() {
        return decoder.get();
    }

    private static boolean beginsWith(byte[] encoded, byte[] magic) {
        if (encoded.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (encoded[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
