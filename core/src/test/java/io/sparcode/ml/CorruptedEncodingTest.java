package io.sparcode.ml;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CorruptedEncodingTest {
    private static final String DENOISING = SmallImages.DENSE.replace(
            "{\"encoder\"", "{\"corruptions\": [{\"type\": \"gaussian\", \"sigma\": 0.3}], \"encoder\"");

    private static Dataset<Row> images;
    private static AutoencoderModel model;

    @BeforeAll
    static void train() {
        images = SmallImages.frame(300).cache();
        model = SmallImages.estimator().setArchitecture(DENOISING).setEpochs(20).fit(images);
    }

    private static AutoencoderModel corrupting() {
        return model.copy(new ParamMap()).setCorrupt(true);
    }

    private static List<Row> codes(Dataset<Row> encoded) {
        return encoded.orderBy("id")
                .select("code", "corruption_mse", "reconstruction_mse")
                .collectAsList();
    }

    @Test
    void recordsAreEncodedCleanUnlessToldOtherwise() {
        assertFalse(model.getCorrupt());
        assertFalse(Arrays.asList(model.transform(images).columns()).contains("corruption_mse"));
    }

    @Test
    void theErrorIsOfTheCorruptedRecordAgainstTheCleanOne() {
        Row means = corrupting()
                .transform(images)
                .agg(avg("corruption_mse"), avg("reconstruction_mse"))
                .first();
        double clean =
                model.transform(images).agg(avg("reconstruction_mse")).first().getDouble(0);

        // Most pixels are near 0, where half of the noise is clipped away: 0.09 / 2 remains.
        assertEquals(0.045, means.getDouble(0), 0.006);
        assertNotEquals(clean, means.getDouble(1));
        assertTrue(means.getDouble(1) < means.getDouble(0), means::toString);
    }

    @Test
    void aRecordIsCorruptedTheSameHoweverTheFrameIsPartitionedUntilTheSeedIsAnother() {
        List<Row> once = codes(corrupting().transform(images));

        assertEquals(once, codes(corrupting().transform(images.repartition(7))));
        assertEquals(3, model.getSeed());
        assertNotEquals(once, codes(corrupting().setSeed(4).transform(images)));
    }

    @Test
    void commentsSayWhatIsOfTheCorruptedRecord() {
        StructType schema = corrupting().transform(images).schema();

        assertEquals(schema, corrupting().transformSchema(images.schema()));
        assertEquals(
                List.of(
                        "code",
                        "reconstruction_mse",
                        "reconstruction_bce",
                        "corruption_mse",
                        "anomaly_score",
                        "is_anomaly"),
                List.of(schema.fieldNames()).subList(4, 10));
        assertTrue(schema.apply("code").getComment().get().startsWith("the latent code of the corrupted record"));
        assertTrue(schema.apply("reconstruction_mse").getComment().get().contains("against its clean target"));
        assertTrue(
                schema.apply("anomaly_score").getComment().get().startsWith("share of the training set, uncorrupted"));
    }

    @Test
    void anomaliesAreRankedAmongCleanErrors() {
        Dataset<Row> encoded = corrupting().transform(images);
        for (Row row :
                encoded.select(col("reconstruction_mse"), col("anomaly_score")).collectAsList()) {
            assertEquals(model.trainingErrors().rank(row.getDouble(0)), row.getDouble(1));
        }
    }

    @Test
    void aModelWithoutCorruptionsIsRefused() {
        AutoencoderModel plain =
                SmallImages.estimator().setEpochs(1).fit(images).setCorrupt(true);
        String message = assertThrows(IllegalArgumentException.class, () -> plain.transform(images))
                .getMessage();
        assertEquals(
                "corrupt = true needs a model with corruptions, and this one's model.corruptions is empty", message);
    }

    @Test
    void corruptionsArePartOfTheIdentity() {
        Autoencoder plain = SmallImages.estimator();
        assertNotEquals(
                plain.provenance(images).identity(),
                plain.setArchitecture(DENOISING).provenance(images).identity());
    }
}
