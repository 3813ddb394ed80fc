package io.sparcode.analysis;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.netlib.util.intW;
import scala.Tuple2;

/** The first principal components of vectors: the best linear code of its size for them. */
public final class PrincipalComponents implements Serializable {
    private static final long serialVersionUID = 1;

    /** Partitions' errors that meet in one place: each is a double a component. */
    private static final int FAN_IN = 64;

    private final double[] mean;
    /** [component][value], of unit length. */
    private final double[][] components;

    private final double[] variances;
    private final double totalVariance;

    private PrincipalComponents(double[] mean, double[][] components, double[] variances, double totalVariance) {
        this.mean = mean;
        this.components = components;
        this.variances = variances;
        this.totalVariance = totalVariance;
    }

    /**
     * Finds the first {@code count}, from the eigenvectors of the covariance.
     *
     * @param count 1 to the vectors' size
     * @throws IllegalArgumentException if it is out of range
     */
    public static PrincipalComponents of(Moments moments, int count) {
        int size = moments.size();
        if (count < 1 || count > size) {
            throw new IllegalArgumentException("components must be 1 to " + size + ", were " + count);
        }
        double[] ascending = new double[size];
        double[] vectors = new double[Math.multiplyExact(size, count)];
        eigenvectors(moments.covariance(), size, count, ascending, vectors);
        double[][] components = new double[count][];
        double[] variances = new double[count];
        for (int k = 0; k < count; k++) {
            int column = count - 1 - k;
            components[k] = signed(Arrays.copyOfRange(vectors, column * size, (column + 1) * size));
            variances[k] = Math.max(0, ascending[column]);
        }
        return new PrincipalComponents(moments.mean(), components, variances, moments.totalVariance());
    }

    /**
     * Finds the first {@code count} within a subspace.
     *
     * @param basis of the subspace, of unit length and at right angles, [vector][value]
     * @param covariance of the vectors' coordinates in it, row by row
     * @param totalVariance of the vectors, in all directions
     */
    static PrincipalComponents within(
            double[][] basis, double[] covariance, double[] mean, double totalVariance, int count) {
        int size = basis.length;
        double[] ascending = new double[size];
        double[] vectors = new double[size * count];
        eigenvectors(covariance, size, count, ascending, vectors);
        double[][] components = new double[count][mean.length];
        double[] variances = new double[count];
        for (int k = 0; k < count; k++) {
            int column = count - 1 - k;
            for (int j = 0; j < size; j++) {
                double share = vectors[column * size + j];
                for (int i = 0; i < mean.length; i++) {
                    components[k][i] += share * basis[j][i];
                }
            }
            signed(components[k]);
            variances[k] = Math.max(0, ascending[column]);
        }
        return new PrincipalComponents(mean, components, variances, totalVariance);
    }

    private static void eigenvectors(double[] covariance, int size, int count, double[] values, double[] vectors) {
        int workSize = 33 * size;
        intW found = new intW(0);
        intW info = new intW(0);
        // In Java, for the same on every machine, and since a machine's own may be wrong: see NativeBackend.
        JavaLAPACK.getInstance()
                .dsyevr(
                        "V",
                        count == size ? "A" : "I",
                        "L",
                        size,
                        covariance,
                        size,
                        0,
                        0,
                        size - count + 1,
                        size,
                        0,
                        found,
                        values,
                        vectors,
                        size,
                        new int[2 * size],
                        new double[workSize],
                        workSize,
                        new int[10 * size],
                        10 * size,
                        info);
        if (info.val != 0 || found.val != count) {
            throw new ArithmeticException("LAPACK's dsyevr found " + found.val + " of " + count
                    + " eigenvectors of a covariance of size " + size + ", status " + info.val);
        }
    }

    /** An eigenvector's sign is arbitrary: its largest value is made positive, so that the same data give the same map. */
    private static double[] signed(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        if (largest < 0) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = -vector[i];
            }
        }
        return vector;
    }

    /** Returns the first {@code count} of them alone. */
    public PrincipalComponents first(int count) {
        return new PrincipalComponents(
                mean, Arrays.copyOf(components, count), Arrays.copyOf(variances, count), totalVariance);
    }

    /** Returns how many there are. */
    public int count() {
        return components.length;
    }

    /** Returns the vectors' mean, [size]. */
    public double[] mean() {
        return mean.clone();
    }

    /** Returns component {@code k}, from 0, of unit length, [size]. */
    public double[] component(int k) {
        return components[k].clone();
    }

    /** Returns the vectors' variance along component {@code k}, from 0. */
    public double variance(int k) {
        return variances[k];
    }

    /** Returns the vectors' variance, summed over their values. */
    public double totalVariance() {
        return totalVariance;
    }

    /** Returns how many dimensions the vectors fill, where all components are here. */
    EffectiveDimension dimension() {
        double sum = Arrays.stream(variances).sum();
        if (sum == 0) {
            return new EffectiveDimension(Double.NaN, null, null, List.of());
        }
        double squares =
                Arrays.stream(variances).map(variance -> variance * variance).sum();
        List<Double> shares =
                Arrays.stream(variances).mapToObj(variance -> variance / sum).toList();
        return new EffectiveDimension(sum * sum / squares, holding(0.9, shares), holding(0.99, shares), shares);
    }

    private static int holding(double share, List<Double> shares) {
        double sum = 0;
        int count = 0;
        while (count < shares.size() && sum < share && shares.get(count) > 0) {
            sum += shares.get(count++);
        }
        return count;
    }

    /** Returns the coordinates of a vector, [count]. */
    public double[] project(float[] vector) {
        double[] centred = centred(vector);
        double[] coordinates = new double[components.length];
        for (int k = 0; k < coordinates.length; k++) {
            coordinates[k] = product(components[k], centred);
        }
        return coordinates;
    }

    /** Returns what the first {@code count} components make of a vector. */
    public float[] reconstruct(float[] vector, int count) {
        double[] centred = centred(vector);
        double[] sum = mean.clone();
        for (double[] component : Arrays.asList(components).subList(0, count)) {
            double coordinate = product(component, centred);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += coordinate * component[i];
            }
        }
        float[] result = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            result[i] = (float) sum[i];
        }
        return result;
    }

    /**
     * Returns the mean squared error a value of vectors by how many components they are reconstructed from: none, which is
     * their variance about the mean, to all there are.
     *
     * @throws IllegalArgumentException if there are no vectors
     */
    public double[] errors(JavaRDD<float[]> vectors) {
        JavaPairRDD<Integer, double[]> parts =
                vectors.mapPartitionsWithIndex(this::squaredErrors, true).mapToPair(part -> part);
        double[] sums = OrderedMerge.of(parts, FAN_IN, PrincipalComponents::sum)
                .orElseThrow(() -> new IllegalArgumentException("there are no vectors to find the errors of"));
        double[] errors = Arrays.copyOf(sums, sums.length - 1);
        for (int k = 0; k < errors.length; k++) {
            errors[k] /= sums[errors.length] * mean.length;
        }
        return errors;
    }

    /** Returns the sums of a partition's squared errors by number of components, and last how many vectors there are. */
    private Iterator<Tuple2<Integer, double[]>> squaredErrors(int partition, Iterator<float[]> vectors) {
        if (!vectors.hasNext()) {
            return List.<Tuple2<Integer, double[]>>of().iterator();
        }
        double[] sums = new double[components.length + 2];
        while (vectors.hasNext()) {
            double[] centred = centred(vectors.next());
            double left = product(centred, centred);
            sums[0] += left;
            for (int k = 0; k < components.length; k++) {
                double coordinate = product(components[k], centred);
                left -= coordinate * coordinate;
                sums[k + 1] += Math.max(0, left);
            }
            sums[components.length + 1]++;
        }
        return List.of(new Tuple2<>(partition, sums)).iterator();
    }

    static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private double[] centred(float[] vector) {
        if (vector.length != mean.length) {
            throw new IllegalArgumentException("a vector must have " + mean.length + " values, had " + vector.length);
        }
        double[] result = new double[mean.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = vector[i] - mean[i];
        }
        return result;
    }

    /** In four sums: one alone waits for each addition. */
    static double product(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
