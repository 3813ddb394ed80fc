package io.sparcode.image;

/** How far an image is from another of its shape, pixels on the [0, 1] scale. */
public final class ImageErrors {
    private static final double WHITE = 255;

    private ImageErrors() {}

    /** Returns the mean squared difference over all values; lower is better. */
    public static double meanSquared(Image image, Image original) {
        requireOneShape(image, original);
        return mean(image, original, null, image.shape().size());
    }

    /** Returns the mean squared difference over the values in a hole; lower is better. */
    public static double meanSquared(Image image, Image original, Mask mask) {
        requireOneShape(image, original);
        int values = mask.holes() * image.shape().channels();
        return mean(image, original, mask, values);
    }

    private static double mean(Image image, Image original, Mask mask, int values) {
        int channels = image.shape().channels();
        int size = image.shape().size();
        if (image.values() == PixelValues.BYTES && original.values() == PixelValues.BYTES) {
            long sum = 0;
            for (int i = 0; i < size; i++) {
                if (mask == null || mask.isHole(i / channels)) {
                    int difference = (image.pixels()[i] & 0xff) - (original.pixels()[i] & 0xff);
                    sum += difference * difference;
                }
            }
            return (double) sum / values / (WHITE * WHITE);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            if (mask == null || mask.isHole(i / channels)) {
                double difference = (double) image.value(i) - original.value(i);
                sum += difference * difference;
            }
        }
        return sum / values;
    }

    private static void requireOneShape(Image image, Image original) {
        if (!image.shape().equals(original.shape())) {
            throw new IllegalArgumentException(
                    "an image of shape " + image.shape() + " cannot be compared with one of " + original.shape());
        }
    }

    /**
     * Returns the peak signal-to-noise ratio of a mean squared error, in decibels; higher is better. Infinite for an error
     * of 0.
     */
    public static double peakSignalToNoise(double meanSquared) {
        return -10 * Math.log10(meanSquared);
    }
}
