package io.sparcode.model.dl4j;

import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Random numbers of layers. A layer draws one seed a minibatch from ND4J's generator of the calling thread, which an engine
 * seeds when a state is loaded, and everything else from that: so both engines draw the same, whatever runs beside them.
 */
public final class LayerNoise {
    private LayerNoise() {}

    /** Returns the seed of a layer's numbers for one minibatch. */
    public static long nextSeed() {
        return Nd4j.getRandom().nextLong();
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
}
