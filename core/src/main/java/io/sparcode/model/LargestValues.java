package io.sparcode.model;

import java.util.Arrays;

/** Finds the k largest of some values; of equal ones the first. */
public final class LargestValues {
    private final int k;
    private final float[] sorted;

    /** Prepares for finding the {@code k} largest, at least 1, of {@code size} values. */
    public LargestValues(int k, int size) {
        this.k = k;
        this.sorted = new float[size];
    }

    /**
     * Writes 1 for each of the largest values and 0 for the others.
     *
     * @param values of which {@code size} from {@code from} on are looked at
     * @param marks written from {@code to} on
     */
    public void mark(float[] values, int from, float[] marks, int to) {
        System.arraycopy(values, from, sorted, 0, sorted.length);
        Arrays.sort(sorted);
        float least = sorted[sorted.length - k];
        int larger = 0;
        for (int i = sorted.length - 1; i >= 0 && sorted[i] > least; i--) {
            larger++;
        }
        int equal = k - larger;
        for (int i = 0; i < sorted.length; i++) {
            float value = values[from + i];
            boolean kept = value > least || value == least && equal > 0;
            if (value == least) {
                equal--;
            }
            marks[to + i] = kept ? 1 : 0;
        }
    }
}
