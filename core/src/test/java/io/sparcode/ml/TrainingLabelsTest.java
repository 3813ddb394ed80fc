package io.sparcode.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.BadDataException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of the records of some labels, here 10 and 11: the images have those and 12, one for each place of their bar. */
class TrainingLabelsTest {
    private static final int[] NORMAL = {10, 11};

    private static Dataset<Row> images;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeImages() {
        images = SmallImages.frame(600).cache();
    }

    private static float[] parameters(AutoencoderModel model) {
        return model.network().params().dup().data().asFloat();
    }

    @Test
    void recordsOfOtherLabelsAreNeitherTrainedOnNorWatched() {
        AutoencoderModel model =
                SmallImages.estimator().setTrainingLabels(NORMAL).fit(images);
        AutoencoderModel ofThoseAlone = SmallImages.estimator().fit(images.where("label < 12"));

        assertArrayEquals(parameters(ofThoseAlone), parameters(model));
        assertEquals(Set.of(10, 11), model.trainingLabels());
        assertEquals(Set.of(), ofThoseAlone.trainingLabels());
        assertEquals(
                images.where("label < 12 and split = 'train'").count(),
                model.trainingRecords(images).count());
        assertEquals(
                images.where("label < 12").count(),
                model.trainingRecords(images.drop("split")).count());
        assertEquals(
                images.where("label < 12 and split = 'train'").count(),
                model.trainingErrors().records());
        assertEquals(
                ofThoseAlone.history().get(0).validationMse(),
                model.history().get(0).validationMse());
    }

    @Test
    void recordsOfOtherLabelsLookStranger() {
        Dataset<Row> encoded = SmallImages.estimator()
                .setTrainingLabels(NORMAL)
                .setEpochs(30)
                .fit(images)
                .transform(images.where("split = 'test'"));

        double normal = meanScore(encoded.where("label < 12"));
        double others = meanScore(encoded.where("label = 12"));

        assertTrue(normal < 0.8 && others > 0.95, normal + " of those labels, " + others + " of others");
    }

    private static double meanScore(Dataset<Row> encoded) {
        return encoded.agg(functions.avg("anomaly_score")).first().getDouble(0);
    }

    @Test
    void validationFractionIsHeldOutOfTheChosenRecords() {
        AutoencoderModel model = SmallImages.estimator()
                .setTrainingLabels(NORMAL)
                .setValidationFraction(0.25)
                .fit(images);
        AutoencoderModel ofThoseAlone =
                SmallImages.estimator().setValidationFraction(0.25).fit(images.where("label < 12"));

        assertEquals(
                ofThoseAlone.trainingErrors().records(), model.trainingErrors().records());
        assertEquals(
                ofThoseAlone.history().get(0).validationMse(),
                model.history().get(0).validationMse());
    }

    @Test
    void labelsMayLieInAnyColumnOfNumbers() {
        Dataset<Row> renamed = images.select(
                col("id"),
                col("split"),
                col("image"),
                col("label").cast("double").as("class"));

        AutoencoderModel model = SmallImages.estimator()
                .setLabelCol("class")
                .setTrainingLabels(NORMAL)
                .fit(renamed);

        assertEquals(
                images.where("label < 12 and split = 'train'").count(),
                model.trainingErrors().records());
    }

    @Test
    void theIdentityTellsWhichRecordsAreTrainedOnWhateverTheOrderOfTheLabels() {
        String all = SmallImages.estimator().provenance(images).identity();
        String two = SmallImages.estimator()
                .setTrainingLabels(10, 11)
                .provenance(images)
                .identity();
        Dataset<Row> labelledOtherwise = images.withColumn(
                "label", when(col("id").equalTo("made/7"), lit(13)).otherwise(col("label")));

        assertNotEquals(all, two);
        assertEquals(
                two,
                SmallImages.estimator()
                        .setTrainingLabels(11, 10)
                        .provenance(images)
                        .identity());
        assertNotEquals(
                two,
                SmallImages.estimator()
                        .setTrainingLabels(10, 11)
                        .provenance(labelledOtherwise)
                        .identity());
        assertEquals(
                all, SmallImages.estimator().provenance(labelledOtherwise).identity(), "labels matter to no training");
    }

    @Test
    void labelsAreSavedWithTheEstimator() throws Exception {
        String place = folder.resolve("estimator").toString();
        SmallImages.estimator().setTrainingLabels(3, 1).save(place);

        assertArrayEquals(new int[] {3, 1}, Autoencoder.load(place).getTrainingLabels());
    }

    @Test
    void aLabelThatNoTrainingRecordHasIsRefused() {
        BadDataException refused = assertThrows(
                BadDataException.class,
                () -> SmallImages.estimator().setTrainingLabels(16, 10).fit(images));

        assertEquals(
                "no training record has the labels [16] of trainingLabels = [10, 16]; the first labels in the column label"
                        + " are [10, 11, 12]",
                refused.getMessage());
    }

    @Test
    void aLabelOfTestRecordsAloneIsRefused() {
        Dataset<Row> rows = images.where("split = 'test' or label <> 10");

        BadDataException refused = assertThrows(
                BadDataException.class,
                () -> SmallImages.estimator().setTrainingLabels(10).fit(rows));

        assertTrue(refused.getMessage().startsWith("no training record has the labels [10]"), refused.getMessage());
    }

    @Test
    void aFrameWithoutLabelsIsRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> SmallImages.estimator().setTrainingLabels(3).fit(images.drop("label")));

        assertEquals(
                "trainingLabels = [3] needs the column label, and the columns are [id, split, image]",
                refused.getMessage());
    }

    @Test
    void labelsThatAreNoNumbersAreRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> SmallImages.estimator()
                        .setTrainingLabels(3)
                        .fit(images.withColumn("label", col("label").cast("string"))));

        assertEquals(
                "trainingLabels = [3] needs numbers in the column label, which is of type string",
                refused.getMessage());
    }

    @Test
    void aLabelGivenTwiceIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new Autoencoder().setTrainingLabels(3, 3));

        assertTrue(refused.getMessage().contains("trainingLabels"), refused.getMessage());
    }
}
