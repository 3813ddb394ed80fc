package io.sparcode.image;

/**
 * Random numbers that are the same on every Java: SplitMix64, written out, since the JDK promises for
 * {@link java.util.SplittableRandom} no particular sequence. A stream belongs to one thread.
 *
 * <p>Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
 */
final class SplitMix {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    /** The stream of one of a seed's many numbered streams. */
    SplitMix(long seed, long stream) {
        this.state = mix(mix(seed + GOLDEN) ^ mix(stream * GOLDEN + 1));
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number of [0, 1). */
    double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** A number of [low, high). */
    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** A whole number of [0, bound), with a bias that does not matter for bounds as small as these. */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** Nearly normal, mean 0, deviation 1, within 3.5: the sum of four uniform numbers, which needs no logarithm. */
    double normal() {
        long bits = next();
        int sum = (int) (bits & 0xffff)
                + (int) (bits >>> 16 & 0xffff)
                + (int) (bits >>> 32 & 0xffff)
                + (int) (bits >>> 48);
        return (sum - 131_070) * (1.7320508075688772 / 65_536);
    }
}
