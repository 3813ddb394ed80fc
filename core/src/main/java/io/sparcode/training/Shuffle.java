package io.sparcode.training;

import java.util.SplittableRandom;

/** Random orders that depend on nothing but the numbers they are asked for with. */
final class Shuffle {
    private Shuffle() {}

    /** Returns a random order of 0 to {@code size - 1}, the same for the same seed and coordinates. */
    static int[] order(int size, long seed, long... coordinates) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        SplittableRandom random = new SplittableRandom(mix(seed, coordinates));
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** Returns a seed for one place in a training: the finalizer of SplitMix64 over seed and coordinates in turn. */
    static long mix(long seed, long... coordinates) {
        long mixed = finalized(seed + 0x9E3779B97F4A7C15L);
        for (long coordinate : coordinates) {
            mixed = finalized(mixed ^ finalized(coordinate + 0x9E3779B97F4A7C15L));
        }
        return mixed;
    }

    private static long finalized(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
