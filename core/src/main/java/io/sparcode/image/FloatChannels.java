package io.sparcode.image;

/** Brings colour images of floats to other channels, as {@link ImageTransform} does those of bytes, without rounding. */
final class FloatChannels {
    private static final float WHITE = 255;

    private FloatChannels() {}

    /**
     * Converts.
     *
     * @param image of floats, and of colour
     * @param channels 1, 3 or 4, other than the image's
     * @param background what an image with alpha is drawn over
     */
    static Image convert(Image image, int channels, Rgb background) {
        ImageShape from = image.shape();
        ImageShape shape = new ImageShape(from.height(), from.width(), channels);
        float[] in = image.floats();
        float[] out = new float[shape.size()];
        int green = from.channels() == 1 ? 0 : 1;
        int red = from.channels() == 1 ? 0 : 2;
        for (int i = 0, o = 0; i < in.length; i += from.channels(), o += channels) {
            float blueValue = in[i];
            float greenValue = in[i + green];
            float redValue = in[i + red];
            if (from.channels() == 4) {
                float alpha = in[i + 3];
                blueValue = over(background.blue(), blueValue, alpha);
                greenValue = over(background.green(), greenValue, alpha);
                redValue = over(background.red(), redValue, alpha);
            }
            if (channels == 1) {
                out[o] = 0.299f * redValue + 0.587f * greenValue + 0.114f * blueValue;
                continue;
            }
            out[o] = blueValue;
            out[o + 1] = greenValue;
            out[o + 2] = redValue;
            if (channels == 4) {
                out[o + 3] = 1;
            }
        }
        return Image.ofFloats(shape, out);
    }

    private static float over(int below, float value, float alpha) {
        return alpha * value + (1 - alpha) * (below / WHITE);
    }
}
