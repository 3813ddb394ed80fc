package io.sparcode.image;

import java.io.IOException;

/** Decodes BMP images. */
final class BmpDecoder implements FormatDecoder {
    private static final int COMPRESSION = 30;

    private final JdkReader reader = new JdkReader("BMP");

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        // Such a BMP holds a whole PNG or JPEG, whose size nobody has checked.
        if (encoded.length > COMPRESSION && (encoded[COMPRESSION] == 4 || encoded[COMPRESSION] == 5)) {
            throw new UnreadableImageException("BMP holds an embedded JPEG or PNG, which is not read");
        }
        return new StoredImage(RasterPixels.of(reader.read(encoded, options)), 1);
    }
}
