package io.sparcode.image;

import java.util.Optional;
import java.util.function.Supplier;

/** The encodings that {@link ImageDecoder} reads, told apart by their first bytes, never by a file's name. */
enum EncodedFormat {
    PNG(PngDecoder::new, "89504e470d0a1a0a"),
    JPEG(JpegDecoder::new, "ffd8ff"),
    GIF(GifDecoder::new, "474946383761", "474946383961"),
    BMP(BmpDecoder::new, "424d"),
    TIFF(TiffDecoder::new, "49492a00", "4d4d002a", "49492b00", "4d4d002b"),
    /** RIFF, a length, WEBP. */
    WEBP(WebpDecoder::new, "52494646" + "........" + "57454250") {
        @Override
        public String toString() {
            return "WebP";
        }
    };

    private static final short ANY = -1;

    private final Supplier<FormatDecoder> decoder;
    private final short[][] magics;

    EncodedFormat(Supplier<FormatDecoder> decoder, String... magics) {
        this.decoder = decoder;
        this.magics = new short[magics.length][];
        for (int i = 0; i < magics.length; i++) {
            this.magics[i] = bytes(magics[i]);
        }
    }

    /** Returns the format that the bytes begin as. */
    static Optional<EncodedFormat> of(byte[] encoded) {
        for (EncodedFormat format : values()) {
            for (short[] magic : format.magics) {
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

    private static boolean beginsWith(byte[] encoded, short[] magic) {
        if (encoded.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (magic[i] != ANY && (encoded[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Bytes in hexadecimal; two points stand for any byte. */
    private static short[] bytes(String magic) {
        short[] bytes = new short[magic.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            String hex = magic.substring(2 * i, 2 * i + 2);
            bytes[i] = hex.equals("..") ? ANY : Short.parseShort(hex, 16);
        }
        return bytes;
    }
}
