package io.sparcode.analysis;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Three kinds of record: codes and images of each lie about a point of its own, kind 2 is reconstructed worst. */
final class CodesFixture {
    static final SampleSizes SAMPLES = new SampleSizes(100, 90, 150, 120, 200, 7);
    static final int UNITS = 4;

    private static final StructType ENCODED = new StructType()
            .add("id", DataTypes.StringType)
            .add("label", DataTypes.IntegerType)
            .add("split", DataTypes.StringType)
            .add("code", DataTypes.createArrayType(DataTypes.FloatType, false))
            .add("reconstruction_mse", DataTypes.DoubleType)
            .add("elbo", DataTypes.DoubleType)
            .add("anomaly_score", DataTypes.DoubleType)
            .add("is_anomaly", DataTypes.BooleanType)
            .add("factors", new StructType().add("kind", DataTypes.IntegerType).add("size", DataTypes.FloatType));

    private CodesFixture() {}

    /** What is found of 300 records with all that there can be, kind 2 anomalous; made once, when first asked for. */
    static AnalyzedCodes whole() {
        return Whole.FOUND;
    }

    private static final class Whole {
        static final AnalyzedCodes FOUND = analyzer(2).analyze(encoded(300), images(300), "image");
    }

    /** What is found of the codes of 300 records alone; made once, when first asked for. */
    static AnalyzedCodes ofCodesAlone() {
        return OfCodesAlone.FOUND;
    }

    private static final class OfCodesAlone {
        static final AnalyzedCodes FOUND = analyzer().analyze(encoded(300));
    }

    static Dataset<Row> encoded(int count) {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = i % 3;
            float[] code = new float[UNITS];
            code[0] = (float) (random.nextGaussian() * 0.1 + 5 * kind);
            code[1] = random.nextFloat();
            code[2] = (float) random.nextGaussian();
            double error = (kind == 2 ? 10 : 0) + i / (double) count;
            rows.add(RowFactory.create(
                    id(i),
                    kind,
                    i % 5 == 4 ? "test" : "train",
                    code,
                    error,
                    -error,
                    error / 11,
                    error > 10.5,
                    RowFactory.create(kind, code[1])));
        }
        return LocalSpark.session().createDataFrame(rows, ENCODED).repartition(3);
    }

    static Dataset<Row> images(int count) {
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[6];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) (random.nextInt(40) + (p == i % 3 ? 200 : 0));
            }
            rows.add(RowFactory.create(id(i), ImageRows.toRow("x", new Image(new ImageShape(2, 3, 1), pixels))));
        }
        StructType schema = new StructType().add("id", DataTypes.StringType).add("image", ImageSchema.columnSchema());
        return LocalSpark.session().createDataFrame(rows, schema).repartition(2);
    }

    static String id(int i) {
        return String.format("r%05d", i);
    }

    static CodeAnalyzer analyzer(Integer... anomalous) {
        return new CodeAnalyzer(options(anomalous));
    }

    static AnalysisOptions options(Integer... anomalous) {
        return new AnalysisOptions(3, 5, Set.of(anomalous), SAMPLES);
    }
}
