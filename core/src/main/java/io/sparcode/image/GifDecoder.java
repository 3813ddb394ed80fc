package io.sparcode.image;

import java.io.IOException;

/** Decodes the first frame of GIF images. */
final class GifDecoder implements FormatDecoder {
    private final JdkReader reader = new JdkReader("GIF");

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        return new StoredImage(RasterPixels.of(reader.read(encoded, options)), 1);
    }
}
