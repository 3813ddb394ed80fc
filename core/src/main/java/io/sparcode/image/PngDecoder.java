package io.sparcode.image;

import java.io.IOException;

/** Decodes PNG images. */
final class PngDecoder implements FormatDecoder {
    private final JdkReader reader = new JdkReader("PNG");

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        PngChunks chunks = new PngChunks(encoded);
        long[] size = chunks.size();
        options.requireSize("PNG", size[0], size[1]);
        return new StoredImage(RasterPixels.of(reader.read(chunks.pixelChunks(), options)), 1);
    }
}
