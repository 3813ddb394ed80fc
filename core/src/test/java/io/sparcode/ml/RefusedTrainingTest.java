package io.sparcode.ml;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.BadDataException;
import io.sparcode.model.ArchitectureException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an estimator refuses, when it is set or before it trains. */
class RefusedTrainingTest {
    private static Dataset<Row> images;

    @BeforeAll
    static void makeImages() {
        images = SmallImages.frame(300).cache();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        Autoencoder estimator = new Autoencoder();

        assertRefused("epochs", () -> estimator.setEpochs(0));
        assertRefused("layerwiseEpochs", () -> estimator.setLayerwiseEpochs(-1));
        assertRefused("outerMomentum", () -> estimator.setOuterMomentum(1));
        assertRefused("codeType", () -> estimator.setCodeType("matrix"));
        assertRefused("contamination", () -> estimator.setContamination(0.6));
        assertRefused("encoder[0]", () -> estimator.setArchitecture(SmallImages.DENSE.replace("units", "unitz")));
    }

    private static void assertRefused(String what, Runnable set) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, set::run);
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
    }

    @Test
    void architectureThatDoesNotFitTheRecordsIsRefusedBeforeTraining() {
        String tooNarrow =
                SmallImages.DENSE.replace("\"dense\", \"activation\"", "\"dense\", \"units\": 63, \"activation\"");

        ArchitectureException refused = assertThrows(
                ArchitectureException.class,
                () -> SmallImages.estimator().setArchitecture(tooNarrow).fit(images));

        assertTrue(refused.getMessage().contains("decoder[0]"), refused.getMessage());
    }

    @Test
    void codeLayerThatDoesNotExistIsRefusedBeforeTraining() {
        ArchitectureException refused = assertThrows(
                ArchitectureException.class,
                () -> SmallImages.estimator()
                        .setArchitecture(
                                SmallImages.DENSE.replace("\"decoder\"", "\"code-layer\": \"encoder-1\", \"decoder\""))
                        .fit(images));

        assertEquals("code-layer must be one of encoder-0, was encoder-1", refused.getMessage());
    }

    @Test
    void frameWithoutRecordsToTrainOnIsRefused() {
        BadDataException refused = assertThrows(
                BadDataException.class, () -> SmallImages.estimator().fit(images.where("split = 'test'")));

        assertEquals("there are no records to train on: no row's split is train", refused.getMessage());
    }

    @Test
    void presentOutputColumnIsRefusedBeforeTraining() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> SmallImages.estimator().fit(images.withColumn("code", lit(1))));

        assertTrue(refused.getMessage().startsWith("output column code exists already"), refused.getMessage());
    }

    @Test
    void crossEntropyOnValuesOutsideTheUnitIntervalIsRefused() {
        Dataset<Row> vectors = images.selectExpr("id", "array(0.5D, 2D) as input");
        String architecture =
                SmallImages.DENSE.replace("{\"encoder\"", "{\"loss\": \"binary-cross-entropy\", \"encoder\"");

        BadDataException refused = assertThrows(
                BadDataException.class,
                () -> SmallImages.estimator()
                        .setInputCol("input")
                        .setArchitecture(architecture)
                        .fit(vectors));

        assertEquals("loss binary-cross-entropy needs values in [0, 1], column input has 2.0", refused.getMessage());
    }
}
