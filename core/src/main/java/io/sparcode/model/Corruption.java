package io.sparcode.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damage that is done to a record before the network sees it in training, while the target stays as it was, so that the
 * network learns to undo it (Vincent et al., "Extracting and composing robust features with denoising autoencoders", ICML
 * 2008).
 */
public sealed interface Corruption extends Part, Serializable {
    /**
     * Corrupts a record in place.
     *
     * @param values holds the record's values, plane by plane, from {@code offset} on
     * @param shape of the record
     * @param random the source of every choice, of which nothing else is drawn in between
     */
    void apply(float[] values, int offset, TensorShape shape, SplittableRandom random);

    /**
     * Checks that records of a shape can be corrupted this way.
     *
     * @throws ArchitectureException if they cannot
     */
    default void requireFits(TensorShape shape) {}

    /**
     * Sets each value to 0 by itself.
     *
     * @param rate the probability of it, 0 up to but not including 1
     */
    record Masking(double rate) implements Corruption {
        /** Checks the range. */
        public Masking {
            Ranges.fraction("rate", rate);
        }

        @Override
        public void apply(float[] values, int offset, TensorShape shape, SplittableRandom random) {
            long threshold = Draws.threshold(rate);
            for (int i = offset, end = offset + shape.size(); i < end; i++) {
                // Not a branch: the processor would guess wrong half of the time, at thrice the cost.
                int kept = ~Draws.allOnesBelow(threshold, random.nextLong());
                values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(values[i]) & kept);
            }
        }
    }

    /**
     * Adds a normally distributed number of mean 0 to each value.
     *
     * @param sigma the standard deviation, at least 0, on the values' own scale: [0, 1] for images
     * @param clipped whether the sums are then brought into [0, 1]; null is true
     */
    record Gaussian(double sigma, Boolean clipped) implements Corruption {
        /** Checks the range. */
        public Gaussian {
            Ranges.notNegative("sigma", sigma);
            clipped = clipped == null || clipped;
        }

        @Override
        public void apply(float[] values, int offset, TensorShape shape, SplittableRandom random) {
            int end = offset + shape.size();
            for (int i = offset; i < end; i++) {
                values[i] += (float) (sigma * random.nextGaussian());
            }
            for (int i = offset; clipped && i < end; i++) {
                values[i] = Math.max(0, Math.min(1, values[i]));
            }
        }
    }

    /**
     * Sets values to 1 (salt) or 0 (pepper), each by itself.
     *
     * @param rate the probability of either together, 0 up to but not including 1; half of it is for each
     */
    record SaltAndPepper(double rate) implements Corruption {
        private static final int ONE = Float.floatToRawIntBits(1);

        /** Checks the range. */
        public SaltAndPepper {
            Ranges.fraction("rate", rate);
        }

        @Override
        public void apply(float[] values, int offset, TensorShape shape, SplittableRandom random) {
            long threshold = Draws.threshold(rate);
            for (int i = offset, end = offset + shape.size(); i < end; i++) {
                long bits = random.nextLong();
                int hit = Draws.allOnesBelow(threshold, bits);
                // The lowest bit is not among those that decided the hit.
                int salt = -(int) (bits & 1);
                values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(values[i]) & ~hit | ONE & hit & salt);
            }
        }
    }

    /**
     * Sets a rectangle somewhere in an image to one value, in all planes: every place at which it lies within the image is
     * as likely. The network learns to paint it in (Pathak et al., "Context encoders: feature learning by inpainting", CVPR
     * 2016).
     *
     * @param height rows of the rectangle, at least 1
     * @param width columns of the rectangle, at least 1
     * @param value what its pixels become, finite; null is 0
     */
    record RandomPatch(int height, int width, Double value) implements Corruption {
        /** Checks the ranges. */
        public RandomPatch {
            Ranges.atLeast(1, "height", height);
            Ranges.atLeast(1, "width", width);
            value = value == null ? 0 : value;
            if (!Double.isFinite(value)) {
                throw new ArchitectureException("value must be finite, was " + value);
            }
        }

        @Override
        public void requireFits(TensorShape shape) {
            if (shape.isVector()) {
                throw new ArchitectureException(
                        "a patch is a rectangle in an image, and the input is the vector " + shape);
            }
            if (height > shape.height() || width > shape.width()) {
                throw new ArchitectureException("a patch of " + height + "x" + width + " does not fit " + shape
                        + ", at most " + shape.height() + "x" + shape.width() + " does");
            }
        }

        @Override
        public void apply(float[] values, int offset, TensorShape shape, SplittableRandom random) {
            int top = random.nextInt(shape.height() - height + 1);
            int left = random.nextInt(shape.width() - width + 1);
            for (int plane = 0; plane < shape.channels(); plane++) {
                for (int row = top; row < top + height; row++) {
                    int start = offset + (plane * shape.height() + row) * shape.width() + left;
                    Arrays.fill(values, start, start + width, value.floatValue());
                }
            }
        }
    }
}
