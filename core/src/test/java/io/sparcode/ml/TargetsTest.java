package io.sparcode.ml;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.BadDataException;
import io.sparcode.model.ArchitectureException;
import io.sparcode.model.TensorShape;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network whose target is another column than its input. */
class TargetsTest {
    /** Images of 4x4, their records' images of 8x8, and vectors and arrays. */
    private static Dataset<Row> rows;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeRows() {
        rows = SmallImages.withLow(SmallImages.frame(300))
                .withColumn("numbers", expr("array(label / 16D, 1 - label / 16D)"))
                .cache();
    }

    private static Autoencoder upscaling() {
        return SmallImages.estimator()
                .setArchitecture(SmallImages.UPSCALING)
                .setInputCol("low")
                .setTargetCol("image");
    }

    private static double meanError(AutoencoderModel model) {
        return model.transform(rows.where("split = 'test'"))
                .agg(avg("reconstruction_mse"))
                .first()
                .getDouble(0);
    }

    @Test
    void aTargetOfAnotherShapeIsLearned() {
        AutoencoderModel model = upscaling().setEpochs(1).fit(rows);

        assertEquals(new TensorShape(1, 4, 4), model.inputShape());
        assertEquals(new TensorShape(1, 8, 8), model.targetShape());
        assertEquals(4 * 4 * 4, model.codeSize());
        assertTrue(meanError(upscaling().setEpochs(30).fit(rows)) < 0.8 * meanError(model));
        assertTrue(model.history().get(0).validationMse() > 0);
    }

    @Test
    void theSameSeedGivesTheSameModelHoweverTheFrameIsPartitioned() {
        AutoencoderModel one = upscaling().fit(rows);
        AutoencoderModel other = upscaling().fit(rows.repartition(5));

        assertEquals(one.network().params(), other.network().params());
        assertArrayEquals(one.trainingErrors().values(), other.trainingErrors().values());
        assertEquals(one.provenance().identity(), other.provenance().identity());
        assertNotEquals(
                one.provenance().identity(),
                upscaling().setTargetCol("low").provenance(rows).identity());
    }

    @Test
    void aSavedModelKnowsItsTarget() throws Exception {
        AutoencoderModel model = upscaling().fit(rows);
        model.save(folder.resolve("model").toString());
        AutoencoderModel loaded = AutoencoderModel.load(folder.resolve("model").toString());

        assertEquals("image", loaded.getTargetCol());
        assertEquals(model.targetShape(), loaded.targetShape());
        assertEquals(meanError(model), meanError(loaded));
    }

    @Test
    void withoutTheTargetColumnThereAreCodesAndNoErrors() {
        AutoencoderModel model = upscaling().fit(rows);
        Dataset<Row> without = model.transform(rows.drop("image"));

        StructType schema = without.schema();
        for (String column : List.of("reconstruction_mse", "reconstruction_bce", "anomaly_score", "is_anomaly")) {
            assertTrue(schema.apply(column).nullable(), column);
            assertEquals(0, without.where(col(column).isNotNull()).count(), column);
        }
        List<Row> expected = model.transform(rows).orderBy("id").select("code").collectAsList();
        assertEquals(expected, without.orderBy("id").select("code").collectAsList());
        assertFalse(model.transform(rows).schema().apply("reconstruction_mse").nullable());
        assertEquals(model.transformSchema(rows.drop("image").schema()), schema);
    }

    @Test
    void numbersCanBeTheTargetOfImages() {
        AutoencoderModel model =
                SmallImages.estimator().setTargetCol("numbers").setEpochs(1).fit(rows);
        assertEquals(TensorShape.vector(2), model.targetShape());
        assertEquals(300, model.transform(rows).where("reconstruction_mse > 0").count());
    }

    @Test
    void crossEntropyLooksAtTheTarget() {
        BadDataException refused = assertThrows(
                BadDataException.class,
                () -> upscaling()
                        .setArchitecture(SmallImages.DENSE.replace(
                                "{\"encoder\"", "{\"loss\": \"binary-cross-entropy\", \"encoder\""))
                        .setTargetCol("wide")
                        .fit(rows.selectExpr("*", "array(0.5D, 2D) as wide")));
        assertEquals("loss binary-cross-entropy needs values in [0, 1], column wide has 2.0", refused.getMessage());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        ArchitectureException mirror = assertThrows(
                ArchitectureException.class,
                () -> upscaling()
                        .setArchitecture(
                                "{\"encoder\": [{\"type\": \"dense\", \"units\": 3}], \"decoder\": \"mirror\"}")
                        .fit(rows));
        assertEquals(
                "decoder = mirror leads back to the input's shape [1, 4, 4], the target is [1, 8, 8]; write the decoder"
                        + " out",
                mirror.getMessage());
        IllegalArgumentException absent = assertThrows(
                IllegalArgumentException.class,
                () -> upscaling().setTargetCol("high").fit(rows));
        assertTrue(absent.getMessage().startsWith("there is no target column high; columns are"), absent::getMessage);
    }

    @Test
    void aRecordWithoutItsTargetFailsTheTrainingAndIsNamed() {
        Dataset<Row> torn = rows.withColumn("image", expr("if(id = 'made/17', null, image)"));
        Exception failed =
                assertThrows(Exception.class, () -> upscaling().setEpochs(1).fit(torn));
        assertTrue(failed.getMessage().contains("record made/17"), failed::getMessage);
    }
}
