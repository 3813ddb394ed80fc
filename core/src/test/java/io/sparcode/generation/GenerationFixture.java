package io.sparcode.generation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.LocalSpark;
import io.sparcode.config.GenerateMode;
import io.sparcode.image.ImageShape;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Images with one bright bar each, tiny models that have learnt them, and their codes; made once, when first used. */
final class GenerationFixture {
    static final ImageShape SHAPE = new ImageShape(SmallImages.SIDE, SmallImages.SIDE, 1);
    static final GenerateMode.Course MEAN = new GenerateMode.Course("", 5, 0.05, 0.95);
    static final GenerateMode.Records TEST = new GenerateMode.Records("test", 20, 1);

    static final Dataset<Row> IMAGES = SmallImages.frame(600).cache();

    static final AutoencoderModel VARIATIONAL = estimator("""
                    {"encoder": [{"type": "dense", "units": 48, "activation": "relu"},
                                 {"type": "variational", "units": 6}],
                     "decoder": [{"type": "dense", "units": 48, "activation": "relu"},
                                 {"type": "dense", "activation": "sigmoid"}],
                     "loss": "binary-cross-entropy"}""").setEpochs(40).fit(IMAGES);

    static final AutoencoderModel DENOISING = estimator("""
                    {"encoder": [{"type": "dense", "units": 24, "activation": "relu"}],
                     "decoder": [{"type": "dense", "activation": "sigmoid"}],
                     "corruptions": [{"type": "gaussian", "sigma": 0.3}]}""").setEpochs(20).fit(IMAGES);

    /** The variational model's, with factors of which one is a unit of the code. */
    static final Dataset<Row> CODES = VARIATIONAL
            .setImportanceSamples(0)
            .transform(IMAGES)
            .drop("image")
            .withColumn(
                    "factors",
                    struct(
                            element_at(col("code"), 1).multiply(2).plus(7).as("known"),
                            lit(3).as("constant"),
                            lit("text").as("word")))
            .cache();

    /** The images with a column {@code image_low} of them at half the size. */
    static final Dataset<Row> HALVED = Halved.of(IMAGES).cache();

    /** Gives images of twice the size that it takes. */
    static final AutoencoderModel DOUBLING = estimator("""
                    {"encoder": [{"type": "dense", "units": 24, "activation": "relu"}],
                     "decoder": [{"type": "dense", "activation": "sigmoid"}],
                     "corruptions": [{"type": "gaussian", "sigma": 0.05}]}""")
            .setInputCol("image_low")
            .setTargetCol("image")
            .setEpochs(30)
            .fit(HALVED);

    private GenerationFixture() {}

    /** Returns an estimator of one architecture. */
    static Autoencoder estimator(String architecture) {
        return SmallImages.estimator()
                .setArchitecture(architecture)
                .setNumWorkers(1)
                .setAveragingFrequency(100);
    }

    static ImageGenerator generator(AutoencoderModel model) {
        return new ImageGenerator(LocalSpark.session(), model);
    }

    static Set<Object> sources(Dataset<Row> rows) {
        return new HashSet<>(rows.select("source").collectAsList().stream()
                .map(row -> row.get(0))
                .toList());
    }

    static Map<String, Double> errors(Dataset<Row> rows, String column) {
        return rows.groupBy("method").avg(column).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getDouble(1)));
    }

    static byte[] pixels(Row row) {
        return row.<Row>getAs("image").getAs("data");
    }

    static List<Float> code(Row row) {
        return row.getList(row.fieldIndex("decoded_code"));
    }

    static String refused(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
