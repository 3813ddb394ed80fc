package io.sparcode.model;

/** Events of a probability, drawn without branches. */
final class Draws {
    private static final int BITS = 53;

    private Draws() {}

    /** Returns what a number of 53 bits is less than with a probability. */
    static long threshold(double probability) {
        return (long) (probability * (1L << BITS));
    }

    /** Returns 32 ones if the uppermost bits of a random number are less than the threshold, else 32 zeros. */
    static int allOnesBelow(long threshold, long bits) {
        return (int) ((bits >>> (Long.SIZE - BITS)) - threshold >> (Long.SIZE - 1));
    }
}
