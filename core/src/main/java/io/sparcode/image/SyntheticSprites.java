package io.sparcode.image;

/**
 * Sprites whose factors are drawn independently of each other, each uniformly over its range: any number of them, to
 * measure what a code holds of known factors.
 *
 * <p>A sprite depends on the seed and its index alone. Thread-safe.
 */
public final class SyntheticSprites {
    private final long seed;

    /** The sprites of a seed. */
    public SyntheticSprites(long seed) {
        this.seed = seed;
    }

    /**
     * Returns a sprite.
     *
     * @param index its number, at least 0
     */
    public Sprite sprite(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, was " + index);
        }
        SplitMix random = new SplitMix(seed, index);
        return new Sprite(
                random.below(Sprite.SHAPES),
                (float) random.between(Sprite.LEAST_SCALE, Sprite.MOST_SCALE),
                (float) random.between(0, Sprite.MOST_ROTATION),
                (float) random.between(Sprite.LEAST_PLACE, Sprite.MOST_PLACE),
                (float) random.between(Sprite.LEAST_PLACE, Sprite.MOST_PLACE));
    }
}
