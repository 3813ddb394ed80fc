package io.sparcode.model;

import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The randomness of layers in training: one number a layer and minibatch from ND4J's generator, which the engine seeds,
 * and from it whatever the layer needs. So DL4J's layers and the fast engine's draw the same, and a layer need not keep
 * what it can draw again.
 */
public final class LayerNoise {
    private LayerNoise() {}

    /** Sets where this thread's numbers begin, in a way that ND4J 1.0.0-M2.1 takes any seed. */
    public static void seed(long seed) {
        Nd4j.getRandom().setSeed(GraphAssembly.nativeSeed(seed));
    }

    /** Returns this thread's next number. */
    public static long next() {
        return Nd4j.getRandom().nextLong();
    }

    /** Fills the first {@code count} places with draws from the standard normal distribution. */
    public static void gaussian(long seed, float[] into, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            into[i] = (float) random.nextGaussian();
        }
    }

    /** Fills the first {@code count} places with 1 or -1, each as likely as the other. */
    public static void signs(long seed, float[] into, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
            into[i] = (bits & 1) == 0 ? -1 : 1;
        }
    }

    /**
     * Draws the factors of inverted dropout: 0 for a share of the values, for the others what makes up for it.
     *
     * @param rate the probability of 0, in [0, 1)
     * @param factors all of them are set; record by record, plane by plane
     */
    public static void dropout(long seed, double rate, float[] factors) {
        SplittableRandom random = new SplittableRandom(seed);
        float kept = (float) (1 / (1 - rate));
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < rate ? 0 : kept;
        }
    }

    /** Fills the first {@code count} places with draws from the exponential distribution of mean 1, none of them 0. */
    public static void exponential(long seed, float[] into, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            into[i] = Math.max(Float.MIN_NORMAL, (float) random.nextExponential());
        }
    }
}
