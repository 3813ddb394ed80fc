package io.sparcode.model;

/** Finds the k largest of some values; of equal ones the first. */
public final class LargestValues {
    private final int k;
    private final float[] copy;

    /** Prepares for finding the {@code k} largest, at least 1, of {@code size} values. */
    public LargestValues(int k, int size) {
        this.k = k;
        this.copy = new float[size];
    }

    /**
     * Writes 1 for each of the largest values and 0 for the others.
     *
     * @param values of which {@code size} from {@code from} on are looked at
     * @param marks written from {@code to} on
     */
    public void mark(float[] values, int from, float[] marks, int to) {
        System.arraycopy(values, from, copy, 0, copy.length);
        int equal = k;
        float least = kthLargest();
        for (int i = 0; i < copy.length; i++) {
            if (values[from + i] > least) {
                equal--;
            }
        }
        for (int i = 0; i < copy.length; i++) {
            float value = values[from + i];
            boolean kept = value > least || value == least && equal > 0;
            if (value == least) {
                equal--;
            }
            marks[to + i] = kept ? 1 : 0;
        }
    }

    /** Hoare's selection on the copy, in descending order. */
    private float kthLargest() {
        int low = 0;
        int high = copy.length - 1;
        int wanted = k - 1;
        while (low < high) {
            float pivot = copy[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (copy[i] > pivot) {
                    i++;
                }
                while (copy[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    float swapped = copy[i];
                    copy[i++] = copy[j];
                    copy[j--] = swapped;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                break;
            }
        }
        return copy[wanted];
    }
}
