package io.sparcode.generation;

import io.sparcode.image.Image;
import io.sparcode.image.PixelValues;

/** A mixture of two images, pixel by pixel. */
final class Blend {
    private Blend() {}

    /** Returns the mixture of two images of one shape that has a share, 0 to 1, of the second. */
    static Image of(Image first, Image second, double share) {
        if (first.values() == PixelValues.FLOATS || second.values() == PixelValues.FLOATS) {
            return ofFloats(first, second, share);
        }
        byte[] pixels = new byte[first.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            double value = (1 - share) * (first.pixels()[i] & 0xff) + share * (second.pixels()[i] & 0xff);
            pixels[i] = (byte) Math.round(value);
        }
        return new Image(first.shape(), pixels);
    }

    private static Image ofFloats(Image first, Image second, double share) {
        float[] pixels = new float[first.shape().size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) ((1 - share) * first.value(i) + share * second.value(i));
        }
        Image mixed = Image.ofFloats(first.shape(), pixels);
        return first.isColour() ? mixed : mixed.asBands();
    }
}
