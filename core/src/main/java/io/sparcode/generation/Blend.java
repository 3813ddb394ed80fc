package io.sparcode.generation;

import io.sparcode.image.Image;

/** A mixture of two images, pixel by pixel. */
final class Blend {
    private Blend() {}

    /** Returns the mixture of two images of one shape that has a share, 0 to 1, of the second. */
    static Image of(Image first, Image second, double share) {
        byte[] pixels = new byte[first.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            double value = (1 - share) * (first.pixels()[i] & 0xff) + share * (second.pixels()[i] & 0xff);
            pixels[i] = (byte) Math.round(value);
        }
        return new Image(first.shape(), pixels);
    }
}
