package io.sparcode.image;

/** Brings colour images of floats to other channels, as {@link ImageTransform} does those of bytes, without rounding. */
final class FloatChannels {
    private FloatChannels() {}

    /**
     * Converts.
     *
     * @param image of floats, and of colour
     * @param channels 1, 3 or 4, other than the image's
     */
    static Image convert(Image image, int channels) {
        ImageShape from = image.shape();
        ImageShape shape = new ImageShape(from.height(), from.width(), channels);
        float[] in = image.floats();
        float[] out = new float[shape.size()];
        int green = from.channels() == 1 ? 0 : 1;
        int red = from.channels() == 1 ? 0 : 2;
        for (int i = 0, o = 0; i < in.length; i += from.channels(), o += channels) {
            float alpha = from.channels() == 4 ? in[i + 3] : 1;
            if (channels == 1) {
                out[o] = alpha * (0.299f * in[i + red] + 0.587f * in[i + green] + 0.114f * in[i]);
                continue;
            }
            out[o] = alpha * in[i];
            out[o + 1] = alpha * in[i + green];
            out[o + 2] = alpha * in[i + red];
            if (channels == 4) {
                out[o + 3] = 1;
            }
        }
        return Image.ofFloats(shape, out);
    }
}
