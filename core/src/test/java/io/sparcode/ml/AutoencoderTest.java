package io.sparcode.ml;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.model.TensorShape;
import io.sparcode.training.EpochMetrics;
import io.sparcode.training.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoencoderTest {
    private static Dataset<Row> images;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeImages() {
        images = SmallImages.frame(300).cache();
    }

    private static double meanError(AutoencoderModel model, Dataset<Row> rows) {
        return model.transform(rows)
                .agg(org.apache.spark.sql.functions.avg("reconstruction_mse"))
                .first()
                .getDouble(0);
    }

    private static float[] parameters(AutoencoderModel model) {
        return model.network().params().dup().data().asFloat();
    }

    @Test
    void trainingLowersTheErrorOnRecordsItNeverSaw() {
        Dataset<Row> test = images.where("split = 'test'");
        double before = meanError(SmallImages.estimator().setEpochs(1).fit(images), test);

        double after = meanError(SmallImages.estimator().setEpochs(30).fit(images), test);

        assertTrue(after < before * 0.7, before + " fell to " + after);
    }

    @Test
    void convolutionalModelIsTrainedOnImages() {
        AutoencoderModel model = SmallImages.estimator()
                .setArchitecture(SmallImages.CONVOLUTIONAL)
                .setEpochs(1)
                .fit(images);

        StructType schema = model.transform(images).schema();

        assertEquals(new TensorShape(1, 8, 8), model.inputShape());
        assertEquals(2 * 4 * 4, model.codeSize());
        assertFalse(List.of(schema.fieldNames()).contains("reconstruction_bce"), schema.treeString());
    }

    @Test
    void codesAreThoseOfTheLayerThatIsNamed() {
        Autoencoder estimator = SmallImages.estimator().setEpochs(1);
        AutoencoderModel model = estimator
                .setArchitecture(
                        SmallImages.CONVOLUTIONAL.replace("\"decoder\"", "\"code-layer\": \"encoder-0\", \"decoder\""))
                .fit(images);
        AutoencoderModel unnamed =
                estimator.setArchitecture(SmallImages.CONVOLUTIONAL).fit(images);

        assertEquals(2 * 8 * 8, model.codeSize());
        assertArrayEquals(parameters(unnamed), parameters(model));
        assertNotEquals(unnamed.provenance().identity(), model.provenance().identity());
        List<Float> before = model.transform(images.where("id = 'made/9'"))
                .select("code")
                .first()
                .getList(0);
        List<Float> pooled = unnamed.transform(images.where("id = 'made/9'"))
                .select("code")
                .first()
                .getList(0);
        for (int channel = 0; channel < 2; channel++) {
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 4; x++) {
                    int corner = channel * 64 + 2 * y * 8 + 2 * x;
                    float largest = Math.max(
                            Math.max(before.get(corner), before.get(corner + 1)),
                            Math.max(before.get(corner + 8), before.get(corner + 9)));
                    assertEquals(largest, pooled.get(channel * 16 + y * 4 + x));
                }
            }
        }
    }

    @Test
    void sameSeedGivesTheSameModelHoweverTheFrameIsPartitioned() {
        AutoencoderModel one = SmallImages.estimator().fit(images);
        AutoencoderModel other = SmallImages.estimator().fit(images.repartition(5));

        assertArrayEquals(parameters(one), parameters(other));
        assertArrayEquals(one.trainingErrors().values(), other.trainingErrors().values());
        assertEquals(one.provenance().identity(), other.provenance().identity());
        assertNotEquals(
                one.provenance().identity(),
                SmallImages.estimator().setSeed(4).provenance(images).identity());
    }

    @Test
    void onlyTheTrainSplitIsTrainedOnAndTheValidationSplitIsWatched() {
        AutoencoderModel model = SmallImages.estimator().fit(images);
        AutoencoderModel trainAlone = SmallImages.estimator().fit(images.where("split = 'train'"));

        assertEquals(240, model.trainingErrors().records());
        assertArrayEquals(parameters(trainAlone), parameters(model));
        assertTrue(model.history().get(0).validationMse() > 0);
        assertTrue(Double.isNaN(trainAlone.history().get(0).validationMse()));
    }

    @Test
    void validationFractionIsHeldOutOfTheTrainSplit() {
        AutoencoderModel model =
                SmallImages.estimator().setEpochs(1).setValidationFraction(0.25).fit(images);

        long trained = model.trainingErrors().records();
        assertTrue(trained > 150 && trained < 210, trained + " of 240");
        assertTrue(model.history().get(0).validationMse() > 0);
    }

    @Test
    void frameOfSparksImageSourceIsTrainedOnAsItIs() throws IOException {
        for (int i = 0; i < 40; i++) {
            BufferedImage image = new BufferedImage(SmallImages.SIDE, SmallImages.SIDE, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setDataElements(0, 0, SmallImages.SIDE, SmallImages.SIDE, SmallImages.pixels(i));
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
        Dataset<Row> read = LocalSpark.session().read().format("image").load(folder.toString());

        AutoencoderModel model =
                SmallImages.estimator().setValidationFraction(0.2).fit(read);
        Dataset<Row> encoded = model.transform(read);

        assertEquals(40, encoded.count());
        assertEquals(6, encoded.select("code").first().getList(0).size());
    }

    @Test
    void vectorsAndArraysOfTheImagesValuesGiveTheSameModelAsEachOther() {
        Dataset<Row> arrays = images.selectExpr(
                "id",
                "split",
                "transform(sequence(1, 64), i -> conv(hex(substring(image.data, i, 1)), 16, 10) / 255D) as input");
        Dataset<Row> vectors = arrays.withColumn("input", functions.array_to_vector(col("input")));

        AutoencoderModel ofArrays = SmallImages.estimator().setInputCol("input").fit(arrays);
        AutoencoderModel ofVectors =
                SmallImages.estimator().setInputCol("input").fit(vectors);

        assertEquals(TensorShape.vector(64), ofVectors.inputShape());
        assertArrayEquals(parameters(ofArrays), parameters(ofVectors));
        assertEquals(meanError(ofArrays, arrays), meanError(ofVectors, vectors), 1e-9);
    }

    @Test
    void nothingIsLeftInSparksCache() {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        int before = spark.getPersistentRDDs().size();

        SmallImages.estimator().setValidationFraction(0.1).fit(images);

        assertEquals(before, spark.getPersistentRDDs().size());
    }

    @Test
    void listenerHearsOfEveryEpochAlsoThroughACopy() {
        List<EpochMetrics> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(EpochMetrics metrics) {
                heard.add(metrics);
            }
        };

        AutoencoderModel model = SmallImages.estimator()
                .setListener(listener)
                .copy(new ParamMap())
                .fit(images);

        assertEquals(model.history(), heard);
        assertEquals(2, heard.size());
    }

    @Test
    void modelTakesOverTheParametersItShares() {
        Autoencoder estimator = SmallImages.estimator()
                .setEpochs(1)
                .setOutputCol("latent")
                .setCodeType("vector")
                .setContamination(0.2);

        AutoencoderModel model = estimator.fit(images);

        assertEquals("latent", model.getOutputCol());
        assertEquals("vector", model.getCodeType());
        assertEquals(0.2, model.getContamination());
        assertSame(estimator, model.parent());
        assertEquals(estimator.uid(), model.uid());
        assertEquals(
                SQLDataTypes.VectorType(),
                model.transform(images).schema().apply("latent").dataType());
    }

    @Test
    void schemaIsKnownBeforeTraining() {
        Autoencoder estimator = SmallImages.estimator().setEpochs(1);
        StructType promised = estimator.transformSchema(images.schema());
        AutoencoderModel model = estimator.fit(images);

        assertArrayEquals(
                promised.fieldNames(), model.transform(images).schema().fieldNames());
        assertEquals(
                model.transformSchema(images.schema()), model.transform(images).schema());
    }

    @Test
    void everyParameterIsExplainedWithItsDefault() {
        Autoencoder estimator = new Autoencoder();

        for (Param<?> param : estimator.params()) {
            assertTrue(estimator.explainParam(param).contains("default:"), estimator.explainParam(param));
        }
        assertEquals(31, estimator.params().length);
        assertEquals(0, estimator.getBatchSize());
    }
}
