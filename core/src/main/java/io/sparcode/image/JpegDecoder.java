package io.sparcode.image;

import java.io.IOException;

/** Decodes JPEG images. */
final class JpegDecoder implements FormatDecoder {
    private final JdkReader reader = new JdkReader("JPEG");

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        return new StoredImage(RasterPixels.of(reader.read(encoded, options)), 1);
    }
}
