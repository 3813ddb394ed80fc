package io.sparcode.analysis;

import io.sparcode.scoring.CodeActivity;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Mean, covariance, range and zeros of vectors of one size, in one pass: added to vector by vector, merged partition by
 * partition (Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979).
 */
public final class Moments implements Serializable {
    private static final long serialVersionUID = 1;

    /** Absolute value up to which a value counts as zero. */
    static final float ZERO = 1e-6f;

    /**
     * Spread of values, as a share of the greatest of their magnitudes, up to which they count as the same: the last four of
     * a float's 24 binary digits. A network's sums in floats are rounded at every step and right to a few of the last digits,
     * so that a difference within them says nothing of a record.
     */
    private static final float ROUNDING = 0x1p-20f;

    /** Vectors that are centred and multiplied together; merging them costs as much as one of them. */
    private static final int BLOCK = 32;

    /** Partitions' sums that meet in one place: each is half the square of the vectors' size. */
    private static final int FAN_IN = 4;

    private final int size;
    private final double[] mean;
    private final float[] min;
    private final float[] max;
    private final long[] zeros;
    /** Sums of products of differences from the mean: the upper triangle, row by row. */
    private final double[] scatter;

    private long count;

    private transient double[][] block;
    private transient int filled;

    /** Begins with no vectors of {@code size} values. */
    Moments(int size) {
        this.size = size;
        mean = new double[size];
        min = new float[size];
        max = new float[size];
        zeros = new long[size];
        scatter = new double[Math.multiplyExact(size, size + 1) / 2];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    /**
     * Sums over a cluster.
     *
     * @param vectors all of one size
     * @throws IllegalArgumentException if there are none
     */
    public static Moments of(JavaRDD<float[]> vectors) {
        JavaPairRDD<Integer, Moments> parts =
                vectors.mapPartitionsWithIndex(Moments::ofPartition, true).mapToPair(part -> part);
        return OrderedMerge.of(parts, FAN_IN, Moments::merge)
                .orElseThrow(() -> new IllegalArgumentException("there are no vectors to find the moments of"));
    }

    private static Iterator<Tuple2<Integer, Moments>> ofPartition(int partition, Iterator<float[]> vectors) {
        if (!vectors.hasNext()) {
            return List.<Tuple2<Integer, Moments>>of().iterator();
        }
        float[] first = vectors.next();
        Moments moments = new Moments(first.length);
        moments.add(first);
        vectors.forEachRemaining(moments::add);
        moments.flush();
        return List.of(new Tuple2<>(partition, moments)).iterator();
    }

    /** Adds a vector. */
    void add(float[] vector) {
        if (vector.length != size) {
            throw new IllegalArgumentException(
                    "vectors must be of one size, were of " + size + " and " + vector.length + " values");
        }
        if (block == null) {
            block = new double[BLOCK][size];
        }
        double[] row = block[filled++];
        for (int i = 0; i < size; i++) {
            float value = vector[i];
            row[i] = value;
            min[i] = Math.min(min[i], value);
            max[i] = Math.max(max[i], value);
            zeros[i] += Math.abs(value) <= ZERO ? 1 : 0;
        }
        if (filled == BLOCK) {
            flush();
        }
    }

    /** Takes in the vectors of the block that is not full. */
    void flush() {
        if (filled == 0) {
            return;
        }
        double[] own = new double[size];
        for (int r = 0; r < filled; r++) {
            for (int i = 0; i < size; i++) {
                own[i] += block[r][i] / filled;
            }
        }
        for (int r = 0; r < filled; r++) {
            for (int i = 0; i < size; i++) {
                block[r][i] -= own[i];
            }
        }
        for (int r = filled; r % 4 != 0; r++) {
            Arrays.fill(block[r], 0);
        }
        for (int r = 0; r < filled; r += 4) {
            addProducts(block[r], block[r + 1], block[r + 2], block[r + 3]);
        }
        addMean(own, filled);
        filled = 0;
    }

    private void addProducts(double[] a, double[] b, double[] c, double[] d) {
        int start = 0;
        for (int i = 0; i < size; i++) {
            addScaled(start - i, i, a[i], b[i], c[i], d[i], a, b, c, d);
            start += size - i;
        }
    }

    private void addScaled(
            int shift,
            int from,
            double fa,
            double fb,
            double fc,
            double fd,
            double[] a,
            double[] b,
            double[] c,
            double[] d) {
        for (int j = from; j < size; j++) {
            scatter[shift + j] += fa * a[j] + fb * b[j] + fc * c[j] + fd * d[j];
        }
    }

    /** Takes in how far the mean of {@code others} vectors is from that of those before. */
    private void addMean(double[] other, long others) {
        long sum = count + others;
        double weight = (double) count / sum * others;
        double[] difference = new double[size];
        for (int i = 0; i < size; i++) {
            difference[i] = other[i] - mean[i];
            mean[i] += difference[i] * others / sum;
        }
        int start = 0;
        for (int i = 0; i < size; i++) {
            int shift = start - i;
            double factor = difference[i] * weight;
            for (int j = i; j < size; j++) {
                scatter[shift + j] += factor * difference[j];
            }
            start += size - i;
        }
        count = sum;
    }

    /** Takes in another's vectors, and returns this. */
    Moments merge(Moments other) {
        flush();
        other.flush();
        for (int i = 0; i < scatter.length; i++) {
            scatter[i] += other.scatter[i];
        }
        for (int i = 0; i < size; i++) {
            min[i] = Math.min(min[i], other.min[i]);
            max[i] = Math.max(max[i], other.max[i]);
            zeros[i] += other.zeros[i];
        }
        addMean(other.mean, other.count);
        return this;
    }

    /** Returns how many vectors there were. */
    public long count() {
        return count;
    }

    /** Returns how many values a vector has. */
    public int size() {
        return size;
    }

    /** Returns the mean, [size]. */
    public double[] mean() {
        return mean.clone();
    }

    /**
     * Returns whether values from {@code min} to {@code max} are the same but for the rounding of floats; false where they are
     * not numbers.
     */
    static boolean areAlike(float min, float max) {
        return (double) max - min <= ROUNDING * (double) Math.max(Math.abs(min), Math.abs(max));
    }

    /** Returns whether value {@code i} is the same in all vectors, but for rounding. */
    private boolean isConstant(int i) {
        return areAlike(min[i], max[i]);
    }

    /** Returns whether all vectors are the same, but for rounding. */
    boolean areAllAlike() {
        return IntStream.range(0, size).allMatch(this::isConstant);
    }

    /** Returns whether every value of every vector is a finite number. */
    boolean areFinite() {
        return IntStream.range(0, size).allMatch(i -> Float.isFinite(min[i]) && Float.isFinite(max[i]));
    }

    /** Returns the sum of the values' variances. */
    double totalVariance() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += variance(i);
        }
        return sum;
    }

    private double variance(int i) {
        return isConstant(i) ? 0 : Math.max(0, scatter[at(i, i)] / count);
    }

    /**
     * Returns the covariance, divided by the number of vectors, [size, size] row by row; 0 for values that are the same in all
     * vectors but for rounding, whose noise would be all there is where no other value varies.
     */
    double[] covariance() {
        double[] covariance = new double[Math.multiplyExact(size, size)];
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                double value = isConstant(i) || isConstant(j) ? 0 : scatter[at(i, j)] / count;
                covariance[i * size + j] = value;
                covariance[j * size + i] = value;
            }
        }
        return covariance;
    }

    private int at(int i, int j) {
        return i * size - i * (i - 1) / 2 + j - i;
    }

    /** Returns value {@code unit}'s statistics. */
    UnitStatistics statistics(int unit) {
        return new UnitStatistics(
                unit,
                mean[unit],
                variance(unit),
                min[unit],
                max[unit],
                (double) zeros[unit] / count,
                isConstant(unit) || Math.max(-min[unit], max[unit]) <= CodeActivity.ACTIVE);
    }
}
