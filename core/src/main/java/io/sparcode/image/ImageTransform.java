package io.sparcode.image;

/**
 * Brings images to one shape: channels first, size second.
 *
 * <p>Colour becomes grey by the luma of ITU-R BT.601 (0.299 R + 0.587 G + 0.114 B), grey becomes colour by repeating it,
 * a missing alpha is opaque. An image with alpha that loses it is drawn over a background. Where alpha stays, colours are
 * weighted by it while resizing, so that what is transparent does not bleed.
 *
 * <p>Bytes are rounded to the nearest and clipped to 0 to 255. Floats are not rounded; they are clipped to [0, 1], or to
 * the image's own range where that is wider. The result is the same on every machine. Bands stay what they are: they are
 * resized one by one, and there are as many of them after as before. Thread-safe.
 */
public final class ImageTransform {
    private static final int OPAQUE = 255;

    private final ImageShape target;
    private final ResizeFilter filter;
    private final Rgb background;

    /** Makes images of a shape with a filter, those that lose their alpha over black. */
    public ImageTransform(ImageShape target, ResizeFilter filter) {
        this(target, filter, Rgb.BLACK);
    }

    /** Makes images of a shape with a filter, those that lose their alpha over a background. */
    public ImageTransform(ImageShape target, ResizeFilter filter, Rgb background) {
        this.target = target;
        this.filter = filter;
        this.background = background;
    }

    /**
     * Returns the image in the target's shape: itself where it has that shape.
     *
     * @throws IllegalArgumentException if the target has another number of channels, and either is not of colour
     */
    public Image apply(Image image) {
        if (image.shape().equals(target)) {
            return image;
        }
        if (!canConvert(image, target.channels())) {
            throw new IllegalArgumentException(
                    image.shape().channels() + " bands cannot become " + target.channels() + " channels");
        }
        Image converted = withChannels(image, target.channels());
        return converted.shape().equals(target) ? converted : resize(converted);
    }

    /** Returns whether an image has so many channels, or can be brought to them: among grey, colour and colour with alpha. */
    public static boolean canConvert(Image image, int channels) {
        return image.shape().channels() == channels || image.isColour() && new ImageShape(1, 1, channels).canBeColour();
    }

    private Image withChannels(Image image, int channels) {
        ImageShape from = image.shape();
        if (from.channels() == channels) {
            return image;
        }
        if (image.values() == PixelValues.FLOATS) {
            return FloatChannels.convert(image, channels, background);
        }
        ImageShape shape = new ImageShape(from.height(), from.width(), channels);
        byte[] in = image.pixels();
        byte[] out = new byte[shape.size()];
        for (int i = 0, o = 0; i < in.length; i += from.channels(), o += channels) {
            int blue = in[i] & 0xff;
            int green = from.channels() == 1 ? blue : in[i + 1] & 0xff;
            int red = from.channels() == 1 ? blue : in[i + 2] & 0xff;
            if (from.channels() == 4) {
                int alpha = in[i + 3] & 0xff;
                blue = over(background.blue(), blue, alpha);
                green = over(background.green(), green, alpha);
                red = over(background.red(), red, alpha);
            }
            if (channels == 1) {
                out[o] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
                continue;
            }
            out[o] = (byte) blue;
            out[o + 1] = (byte) green;
            out[o + 2] = (byte) red;
            if (channels == 4) {
                out[o + 3] = (byte) OPAQUE;
            }
        }
        return new Image(shape, out);
    }

    private static int over(int below, int value, int alpha) {
        return (value * alpha + below * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE;
    }

    private Image resize(Image image) {
        int channels = target.channels();
        ImageShape from = image.shape();
        float[] values = toFloats(image);
        if (from.width() != target.width()) {
            AxisWeights columns = new AxisWeights(from.width(), target.width(), filter);
            values = along(columns, values, from.height(), from.width(), channels);
        }
        if (from.height() != target.height()) {
            AxisWeights rows = new AxisWeights(from.height(), target.height(), filter);
            values = along(rows, values, 1, from.height(), target.width() * channels);
        }
        boolean alpha = image.hasAlpha();
        Image resized = image.values() == PixelValues.BYTES
                ? new Image(target, toBytes(values, alpha))
                : Image.ofFloats(target, clipped(values, alpha, image.floats()));
        return image.isColour() ? resized : resized.asBands();
    }

    /**
     * Resizes values plane by plane, without rounding.
     *
     * @param values [channels, height, width], as networks give them
     * @param target of as many channels
     * @return [channels, height, width] of the target; the values themselves where they have its shape
     */
    public static float[] resizePlanes(ImageShape from, float[] values, ImageShape target, ResizeFilter filter) {
        float[] resized = values;
        if (from.width() != target.width()) {
            AxisWeights columns = new AxisWeights(from.width(), target.width(), filter);
            resized = along(columns, resized, from.channels() * from.height(), from.width(), 1);
        }
        if (from.height() != target.height()) {
            AxisWeights rows = new AxisWeights(from.height(), target.height(), filter);
            resized = along(rows, resized, from.channels(), from.height(), target.width());
        }
        return resized;
    }

    /** Resizes the middle axis of values [outer, length, inner]. */
    private static float[] along(AxisWeights axis, float[] values, int outer, int length, int inner) {
        float[] out = new float[Math.multiplyExact(Math.multiplyExact(outer, axis.to), inner)];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < axis.to; i++) {
                int target = (o * axis.to + i) * inner;
                int source = (o * length + axis.first[i]) * inner;
                if (inner > 4) {
                    addRows(axis, i, values, source, out, target, inner);
                } else {
                    addPixels(axis, i, values, source, out, target, inner);
                }
            }
        }
        return out;
    }

    /** Across long rows, a row at a time: the loop over the row is the one that the JVM vectorizes. */
    private static void addRows(
            AxisWeights axis, int i, float[] values, int source, float[] out, int target, int inner) {
        for (int k = 0; k < axis.taps; k++) {
            float weight = axis.weights[i * axis.taps + k];
            int row = source + k * inner;
            for (int c = 0; c < inner; c++) {
                out[target + c] += weight * values[row + c];
            }
        }
    }

    /** Within a row, a channel at a time: the same sums, kept in a register. */
    private static void addPixels(
            AxisWeights axis, int i, float[] values, int source, float[] out, int target, int inner) {
        int weights = i * axis.taps;
        for (int c = 0; c < inner; c++) {
            float sum = 0;
            for (int k = 0; k < axis.taps; k++) {
                sum += axis.weights[weights + k] * values[source + k * inner + c];
            }
            out[target + c] = sum;
        }
    }

    /** Returns bytes as 0 to 255, floats as they are; colours multiplied by alpha, where there is any. */
    private static float[] toFloats(Image image) {
        boolean bytes = image.values() == PixelValues.BYTES;
        float[] out = bytes ? toFloats(image.pixels()) : image.floats().clone();
        float opaque = bytes ? OPAQUE : 1;
        for (int i = 0; image.hasAlpha() && i < out.length; i += 4) {
            float alpha = out[i + 3] / opaque;
            out[i] *= alpha;
            out[i + 1] *= alpha;
            out[i + 2] *= alpha;
        }
        return out;
    }

    private static float[] toFloats(byte[] in) {
        float[] out = new float[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = in[i] & 0xff;
        }
        return out;
    }

    private static byte[] toBytes(float[] values, boolean hasAlpha) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            float alpha = hasAlpha && i % 4 != 3 ? values[i - i % 4 + 3] / OPAQUE : 1;
            float value = alpha > 0 ? values[i] / alpha : 0;
            out[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return out;
    }

    private static float[] clipped(float[] values, boolean hasAlpha, float[] original) {
        float least = 0;
        float greatest = 1;
        for (float value : original) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        float[] out = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            float alpha = hasAlpha && i % 4 != 3 ? values[i - i % 4 + 3] : 1;
            float value = alpha > 0 ? values[i] / alpha : 0;
            out[i] = Math.max(least, Math.min(greatest, value));
        }
        return out;
    }
}
