package io.sparcode.generation;

import io.sparcode.analysis.OrderedMerge;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * Means and sums of squared differences from them, of codes and of a factor beside them, and of their products: Welford's
 * and Chan's updates, which lose nothing where a mean is far from 0.
 */
final class CodeMoments implements Serializable {
    private static final long serialVersionUID = 1;

    /** Partitions' sums that meet in one place: each is three doubles a unit. */
    private static final int FAN_IN = 16;

    private final double[] means;
    private final double[] squares;
    private final double[] products;
    private double factorMean;
    private double factorSquares;
    private double factorMin = Double.POSITIVE_INFINITY;
    private double factorMax = Double.NEGATIVE_INFINITY;
    private long count;

    private CodeMoments(int units) {
        means = new double[units];
        squares = new double[units];
        products = new double[units];
    }

    /**
     * Gathers them in one pass, partition by partition in their order.
     *
     * @param rows of a code, {@code array<float>}, and a factor, a double; none null
     * @return empty where there are no rows
     */
    static Optional<CodeMoments> of(Dataset<Row> rows) {
        // Spark's own rows: theirs are plain floats, where others box each of millions.
        JavaPairRDD<Integer, CodeMoments> parts = rows.queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitionsWithIndex(CodeMoments::gathered, true)
                .mapToPair(part -> part);
        return OrderedMerge.of(parts, FAN_IN, CodeMoments::merge);
    }

    private static Iterator<Tuple2<Integer, CodeMoments>> gathered(int partition, Iterator<InternalRow> rows) {
        CodeMoments moments = null;
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            float[] code = row.getArray(0).toFloatArray();
            if (moments == null) {
                moments = new CodeMoments(code.length);
            }
            moments.add(code, row.getDouble(1));
        }
        return moments == null
                ? List.<Tuple2<Integer, CodeMoments>>of().iterator()
                : List.of(new Tuple2<>(partition, moments)).iterator();
    }

    private void add(float[] code, double factor) {
        count++;
        double ofFactor = factor - factorMean;
        factorMean += ofFactor / count;
        factorSquares += ofFactor * (factor - factorMean);
        factorMin = Math.min(factorMin, factor);
        factorMax = Math.max(factorMax, factor);
        for (int unit = 0; unit < means.length; unit++) {
            double difference = code[unit] - means[unit];
            means[unit] += difference / count;
            squares[unit] += difference * (code[unit] - means[unit]);
            products[unit] += ofFactor * (code[unit] - means[unit]);
        }
    }

    private CodeMoments merge(CodeMoments other) {
        CodeMoments both = new CodeMoments(means.length);
        both.count = count + other.count;
        double share = (double) other.count / both.count;
        double weight = count * share;
        double ofFactor = other.factorMean - factorMean;
        both.factorMean = factorMean + share * ofFactor;
        both.factorSquares = factorSquares + other.factorSquares + weight * ofFactor * ofFactor;
        both.factorMin = Math.min(factorMin, other.factorMin);
        both.factorMax = Math.max(factorMax, other.factorMax);
        for (int unit = 0; unit < means.length; unit++) {
            double difference = other.means[unit] - means[unit];
            both.means[unit] = means[unit] + share * difference;
            both.squares[unit] = squares[unit] + other.squares[unit] + weight * difference * difference;
            both.products[unit] = products[unit] + other.products[unit] + weight * difference * ofFactor;
        }
        return both;
    }

    /** Returns the mean code. */
    float[] mean() {
        float[] mean = new float[means.length];
        for (int unit = 0; unit < mean.length; unit++) {
            mean[unit] = (float) means[unit];
        }
        return mean;
    }

    double factorMean() {
        return factorMean;
    }

    /** Returns whether the factor is the same everywhere. */
    boolean isFactorConstant() {
        return factorMin == factorMax;
    }

    /** Returns by how much each unit changes with the factor: the slopes of least squares. */
    double[] slopes() {
        double[] slopes = new double[means.length];
        for (int unit = 0; unit < slopes.length; unit++) {
            slopes[unit] = products[unit] / factorSquares;
        }
        return slopes;
    }

    /** Returns the share of the codes' variance, summed over units, that those slopes account for. */
    double explained() {
        double explained = 0;
        double all = 0;
        for (int unit = 0; unit < means.length; unit++) {
            explained += products[unit] * products[unit] / factorSquares;
            all += squares[unit];
        }
        return all == 0 ? 0 : explained / all;
    }
}
