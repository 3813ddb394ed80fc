package io.sparcode.jobs;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Principal components of MNIST's training images, and how well the first of them give the test images. */
final class PrincipalComponents {
    private static PrincipalComponents ofMnist;

    private final double[] mean;
    private final RealMatrix components;
    private final double[] variances;
    private final double[] errors;

    private PrincipalComponents(Moments train, Moments test) {
        mean = train.mean();
        EigenDecomposition decomposition = new EigenDecomposition(train.covarianceAbout(mean));
        components = decomposition.getV();
        variances = decomposition.getRealEigenvalues();
        errors = errors(test.covarianceAbout(mean));
    }

    /** Returns those of the frames that the first call in this process was given: they take seconds to compute. */
    static synchronized PrincipalComponents of(MnistTrial mnist) {
        if (ofMnist == null) {
            ofMnist = new PrincipalComponents(Moments.of(mnist.train()), Moments.of(mnist.test()));
        }
        return ofMnist;
    }

    /** What the components leave of the test images' variance about the training images' mean. */
    private double[] errors(RealMatrix variance) {
        int values = mean.length;
        double[] left = new double[values + 1];
        left[0] = variance.getTrace() / values;
        for (int k = 1; k <= values; k++) {
            RealVector component = components.getColumnVector(k - 1);
            left[k] = Math.max(0, left[k - 1] - component.dotProduct(variance.operate(component)) / values);
        }
        return left;
    }

    /** Returns the training images' mean, [values]. */
    double[] mean() {
        return mean.clone();
    }

    /** Returns the most components there are. */
    int count() {
        return mean.length;
    }

    /** Returns the mean squared error a value on the test images of the first {@code k} components. */
    double error(int k) {
        return errors[k];
    }

    /** Returns the training images' variance along component {@code k}, counted from 1, as a multiple of that of the one before. */
    double varianceRatio(int k) {
        return variances[k - 1] / variances[k - 2];
    }

    /**
     * Returns the cosines of the principal angles between the span of a matrix's columns and that of as many first
     * components, largest first (Björck and Golub, "Numerical methods for computing angles between linear subspaces", 1973).
     *
     * @param basis [values, k], of full rank
     */
    double[] cosines(RealMatrix basis) {
        RealMatrix orthonormal = new SingularValueDecomposition(basis).getU();
        RealMatrix first = components.getSubMatrix(0, mean.length - 1, 0, basis.getColumnDimension() - 1);
        return new SingularValueDecomposition(first.transpose().multiply(orthonormal)).getSingularValues();
    }

    /** Sums and sums of products of images' values on the [0, 1] scale. */
    private static final class Moments {
        private long count;
        private double[] sums;
        private double[][] products;

        static Moments of(Dataset<Row> rows) {
            Moments moments = new Moments();
            for (Iterator<Row> images = rows.select("image.data").toLocalIterator(); images.hasNext(); ) {
                moments.add(images.next().<byte[]>getAs(0));
            }
            return moments;
        }

        private void add(byte[] pixels) {
            if (count++ == 0) {
                sums = new double[pixels.length];
                products = new double[pixels.length][pixels.length];
            }
            double[] values = IntStream.range(0, pixels.length)
                    .mapToDouble(i -> (pixels[i] & 0xff) / 255.0)
                    .toArray();
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
                // Four fifths of a digit's pixels are 0.
                if (values[i] > 0) {
                    addScaled(values[i], values, products[i]);
                }
            }
        }

        private static void addScaled(double factor, double[] values, double[] to) {
            for (int j = 0; j < to.length; j++) {
                to[j] += factor * values[j];
            }
        }

        double[] mean() {
            return IntStream.range(0, sums.length)
                    .mapToDouble(i -> sums[i] / count)
                    .toArray();
        }

        /** Returns the mean over images of the products of values' differences from {@code center}. */
        RealMatrix covarianceAbout(double[] center) {
            double[] own = mean();
            RealMatrix covariance = MatrixUtils.createRealMatrix(own.length, own.length);
            for (int i = 0; i < own.length; i++) {
                for (int j = 0; j <= i; j++) {
                    double value =
                            products[i][j] / count - center[i] * own[j] - own[i] * center[j] + center[i] * center[j];
                    covariance.setEntry(i, j, value);
                    covariance.setEntry(j, i, value);
                }
            }
            return covariance;
        }
    }
}
