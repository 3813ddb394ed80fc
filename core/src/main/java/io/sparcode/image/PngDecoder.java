package io.sparcode.image;

import java.io.IOException;

/** Decodes PNG images. */
final class PngDecoder implements FormatDecoder {
    private final JdkReader reader = new JdkReader("PNG");
    private final SrgbConversion srgb = new SrgbConversion("PNG");

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        PngChunks chunks = new PngChunks(encoded);
        long[] size = chunks.size();
        options.requireSize("PNG", size[0], size[1]);
        Image image = RasterPixels.of(reader.image(chunks.pixelChunks(), options), options.values());
        if (options.colorProfile() == ColorProfile.SRGB) {
            image = srgb.apply(image, chunks.profile());
        }
        return new StoredImage(image, chunks.orientation());
    }
}
