package io.sparcode.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A sample's vectors on the driver, laid out so that the distances of one from all others are found fast. */
final class Points {
    /** Records below which neighbourhoods mean nothing. */
    static final int FEWEST = 4;

    /** Vectors whose distances are summed up together, so that they stay in the fastest memory. */
    private static final int STRIP = 1024;

    private final int count;
    private final int size;
    /** [value][vector]. */
    private final float[][] columns;

    /** Copies vectors, all of one size. */
    Points(List<float[]> vectors) {
        count = vectors.size();
        size = count == 0 ? 0 : vectors.get(0).length;
        columns = new float[size][count];
        for (int j = 0; j < count; j++) {
            float[] vector = vectors.get(j);
            for (int d = 0; d < size; d++) {
                columns[d][j] = vector[d];
            }
        }
    }

    int count() {
        return count;
    }

    /** Returns whether all vectors are the same, but for rounding. */
    boolean areAllAlike() {
        for (float[] column : columns) {
            float least = Float.POSITIVE_INFINITY;
            float greatest = Float.NEGATIVE_INFINITY;
            for (float value : column) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
            if (count > 0 && !Moments.areAlike(least, greatest)) {
                return false;
            }
        }
        return true;
    }

    /** Returns vector {@code j}, [size]. */
    float[] vector(int j) {
        float[] vector = new float[size];
        for (int d = 0; d < size; d++) {
            vector[d] = columns[d][j];
        }
        return vector;
    }

    /** Returns the squared Euclidean distances of all vectors from {@code from}, [count]. */
    float[] squaredDistances(float[] from) {
        float[] distances = new float[count];
        for (int start = 0; start < count; start += STRIP) {
            int end = Math.min(count, start + STRIP);
            for (int d = 0; d < size; d++) {
                addSquares(columns[d], from[d], distances, start, end);
            }
        }
        return distances;
    }

    private static void addSquares(float[] column, float from, float[] sums, int start, int end) {
        for (int j = start; j < end; j++) {
            float difference = column[j] - from;
            sums[j] += difference * difference;
        }
    }

    /** Returns the vectors' indices, nearest to vector {@code i} first, ties by index, without {@code i}, [count - 1]. */
    int[] nearestTo(int i) {
        float[] distances = squaredDistances(vector(i));
        distances[i] = -1;
        int[] order = order(distances);
        return Arrays.copyOfRange(order, 1, count);
    }

    /** Returns the indices of the {@code k} vectors that are nearest to one of another set, nearest first, ties by index. */
    int[] nearestTo(float[] from, int k) {
        float[] distances = squaredDistances(from);
        long[] nearest = new long[Math.min(k, count)];
        Arrays.fill(nearest, Long.MAX_VALUE);
        for (int j = 0; j < count; j++) {
            long key = key(distances[j], j);
            if (key < nearest[nearest.length - 1]) {
                int place = nearest.length - 1;
                for (; place > 0 && nearest[place - 1] > key; place--) {
                    nearest[place] = nearest[place - 1];
                }
                nearest[place] = key;
            }
        }
        return indices(nearest);
    }

    private static int[] order(float[] values) {
        long[] keys = new long[values.length];
        for (int j = 0; j < keys.length; j++) {
            keys[j] = key(values[j], j);
        }
        Arrays.sort(keys);
        return indices(keys);
    }

    /** A number that orders by value and then by index: the bits of a float that is not negative order as it does. */
    private static long key(float value, int index) {
        return (value < 0 ? -1L : Float.floatToRawIntBits(value)) << 32 | index;
    }

    private static int[] indices(long[] keys) {
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /**
     * Returns how well these points' neighbourhoods are kept in other points' (Venna and Kaski, "Neighborhood preservation in
     * nonlinear projection methods", 2001).
     *
     * @param kept the same records elsewhere
     * @param neighbours how many are looked at; fewer where there are not twice as many records
     * @return null where there are fewer than four records, or they are all the same here or there
     */
    Neighbourhoods keptIn(Points kept, int neighbours) {
        if (count < FEWEST || areAllAlike() || kept.areAllAlike()) {
            return null;
        }
        int k = Math.min(neighbours, (count - 1) / 2);
        long[] penalties = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> penalties(nearestTo(i), kept.nearestTo(i), k))
                .reduce(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
        double worst = count * (double) k * (2.0 * count - 3.0 * k - 1) / 2;
        return new Neighbourhoods(k, count, 1 - penalties[0] / worst, 1 - penalties[1] / worst);
    }

    /** Returns by how many ranks those that have come into a neighbourhood, and those that have left it, are outside. */
    private static long[] penalties(int[] before, int[] after, int k) {
        return new long[] {outside(after, ranks(before), k), outside(before, ranks(after), k)};
    }

    private static long outside(int[] nearest, int[] ranks, int k) {
        long sum = 0;
        for (int n = 0; n < k; n++) {
            sum += Math.max(0, ranks[nearest[n]] - k);
        }
        return sum;
    }

    /** Returns each vector's rank, from 1. */
    private static int[] ranks(int[] order) {
        int[] ranks = new int[order.length + 1];
        for (int n = 0; n < order.length; n++) {
            ranks[order[n]] = n + 1;
        }
        return ranks;
    }
}
