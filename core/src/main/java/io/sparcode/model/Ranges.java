package io.sparcode.model;

/** The ranges that settings share. */
final class Ranges {
    private Ranges() {}

    static void positive(String key, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new ArchitectureException(key + " must be greater than 0 and finite, was " + value);
        }
    }

    static void notNegative(String key, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new ArchitectureException(key + " must be at least 0 and finite, was " + value);
        }
    }

    static void fraction(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ArchitectureException(key + " must be at least 0 and less than 1, was " + value);
        }
    }

    static void unit(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new ArchitectureException(key + " must be at least 0 and at most 1, was " + value);
        }
    }

    static void positiveUpToOne(String key, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new ArchitectureException(key + " must be greater than 0 and at most 1, was " + value);
        }
    }

    static void atLeast(int least, String key, long value) {
        if (value < least) {
            throw new ArchitectureException(key + " must be at least " + least + ", was " + value);
        }
    }
}
