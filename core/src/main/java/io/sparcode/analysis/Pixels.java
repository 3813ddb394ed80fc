package io.sparcode.analysis;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.sparcode.scoring.EncodedColumns;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import scala.collection.Seq;

/** A sample's images as vectors on the [0, 1] scale, and their principal components. */
final class Pixels {
    /** What is left by rounding alone where components hold everything: no error to compare with. */
    private static final double LEAST_ERROR = 1e-12;

    private final PrincipalComponents components;

    private Pixels(PrincipalComponents components) {
        this.components = components;
    }

    /**
     * Finds as many principal components as a code has values.
     *
     * @param fitted images that the model was trained on
     * @return null where there are no images, or fewer pixels or images than that
     */
    static Pixels of(Dataset<Row> fitted, int codeSize) {
        JavaRDD<float[]> images = vectors(fitted);
        if (images.isEmpty()) {
            return null;
        }
        Moments moments = Moments.of(images);
        return moments.size() < codeSize || moments.count() < codeSize
                ? null
                : new Pixels(PrincipalComponents.of(moments, codeSize));
    }

    /**
     * Finds as many principal components as a code has values, of images that are too large for {@link #of}.
     *
     * @param fitted images that the model was trained on, in the same parts and order whenever they are read
     * @return null where there are no images, or fewer pixels or images than that
     */
    static Pixels ofLarge(Dataset<Row> fitted, int codeSize, long seed) {
        JavaRDD<float[]> images = vectors(fitted);
        return images.count() < codeSize || images.first().length < codeSize
                ? null
                : new Pixels(SubspaceIteration.of(images, codeSize, seed));
    }

    /** Returns the components. */
    PrincipalComponents components() {
        return components;
    }

    /**
     * Compares with a model on records of a split.
     *
     * @return null where there are none with an image and an error, or where the components make none
     */
    PixelBaseline baseline(Dataset<Row> records, String split) {
        if (!Arrays.asList(records.columns()).contains(EncodedColumns.RECONSTRUCTION_MSE)) {
            return null;
        }
        Dataset<Row> known = records.where(col(Sample.PIXELS)
                .isNotNull()
                .and(coalesce(not(isnan(col(EncodedColumns.RECONSTRUCTION_MSE))), lit(false))));
        Row model = known.agg(avg(EncodedColumns.RECONSTRUCTION_MSE)).first();
        if (model.isNullAt(0)) {
            return null;
        }
        double[] errors = components.errors(vectors(known));
        double error = errors[components.count()];
        return error < LEAST_ERROR
                ? null
                : new PixelBaseline(components.count(), split, error, model.getDouble(0), model.getDouble(0) / error);
    }

    private static JavaRDD<float[]> vectors(Dataset<Row> records) {
        Dataset<Row> known = records.where(col(Sample.PIXELS).isNotNull()).select(Sample.PIXELS);
        boolean bytes = known.schema().apply(Sample.PIXELS).dataType() instanceof BinaryType;
        return known.queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(row -> bytes ? vector(row.getBinary(0)) : row.getArray(0).toFloatArray());
    }

    /**
     * Returns an image's values, in the order in which they are stored.
     *
     * @param pixels bytes, or a sequence of floats
     */
    static float[] vector(Object pixels) {
        if (pixels instanceof byte[] bytes) {
            return vector(bytes);
        }
        Seq<?> values = (Seq<?>) pixels;
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (Float) values.apply(i);
        }
        return vector;
    }

    private static float[] vector(byte[] pixels) {
        float[] vector = new float[pixels.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (pixels[i] & 0xff) / 255f;
        }
        return vector;
    }
}
