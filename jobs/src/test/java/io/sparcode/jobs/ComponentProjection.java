package io.sparcode.jobs;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;

/**
 * What is left of a record in the subspace of the first principal components of others, about their mean: the best linear
 * code of its size for those others.
 */
final class ComponentProjection {
    private final double[] mean;
    private final double[][] components;

    /** Finds the first {@code count} components of records of one size by the singular values of the centred records. */
    ComponentProjection(JavaSparkContext spark, List<float[]> records, int count) {
        mean = new double[records.get(0).length];
        for (float[] record : records) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (double) record[i] / records.size();
            }
        }
        List<Vector> centred =
                records.stream().map(this::centred).map(Vectors::dense).toList();
        Matrix basis = new RowMatrix(spark.parallelize(centred).rdd())
                .computeSVD(count, false, 1e-9)
                .V();
        double[] byColumn = basis.toArray();
        components = new double[basis.numCols()][];
        for (int i = 0; i < components.length; i++) {
            components[i] = Arrays.copyOfRange(byColumn, i * mean.length, (i + 1) * mean.length);
        }
    }

    /** Returns a record's projection on the first {@code count} components. */
    float[] reconstruction(float[] record, int count) {
        double[] centred = centred(record);
        double[] sum = mean.clone();
        for (double[] component : Arrays.asList(components).subList(0, count)) {
            double coordinate = 0;
            for (int i = 0; i < sum.length; i++) {
                coordinate += centred[i] * component[i];
            }
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
     * Returns the mean squared error a value of records from their projections on the first {@code count} components, each
     * value of a projection brought into [lowest, highest] first.
     */
    double error(List<float[]> records, int count, double lowest, double highest) {
        double sum = 0;
        for (float[] record : records) {
            float[] projection = reconstruction(record, count);
            for (int i = 0; i < record.length; i++) {
                double difference = record[i] - Math.max(lowest, Math.min(highest, projection[i]));
                sum += difference * difference;
            }
        }
        return sum / records.size() / mean.length;
    }

    private double[] centred(float[] record) {
        double[] result = new double[mean.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = record[i] - mean[i];
        }
        return result;
    }
}
