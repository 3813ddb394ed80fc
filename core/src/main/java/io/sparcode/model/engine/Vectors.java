package io.sparcode.model.engine;

/** Loops over whole arrays, which the compiler vectorises: one index runs over all of them. */
final class Vectors {
    private Vectors() {}

    /** Adds an array to another. */
    static void add(float[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    /** Multiplies an array by another. */
    static void multiply(float[] values, float[] by) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= by[i];
        }
    }

    /** Multiplies an array by a number. */
    static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
