package io.sparcode.ml;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.NativeNumerics;
import io.sparcode.model.ArchitectureException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a variational and a concrete model tell beside codes and reconstruction errors. */
@NativeNumerics
class LatentScoresTest {
    private static final String VARIATIONAL = "{\"encoder\": ["
            + "{\"type\": \"dense\", \"units\": 20, \"activation\": \"relu\"}, {\"type\": \"variational\", \"units\": 3}],"
            + " \"decoder\": {\"type\": \"mirror\", \"output-activation\": \"sigmoid\"},"
            + " \"loss\": \"binary-cross-entropy\"}";
    private static final String CONCRETE = "{\"encoder\": [{\"type\": \"concrete\", \"units\": 12}],"
            + " \"decoder\": [{\"type\": \"dense\", \"units\": 20, \"activation\": \"relu\"}, {\"type\": \"dense\"}]}";

    private static Dataset<Row> images;
    private static AutoencoderModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        images = SmallImages.frame(300).cache();
        model = SmallImages.estimator()
                .setArchitecture(VARIATIONAL)
                .setEpochs(20)
                .fit(images);
    }

    @Test
    void theBoundIsBelowTheLikelihoodAndDivergencesArePositive() {
        Dataset<Row> scored = model.setDeviations(true)
                .setImportanceSamples(50)
                .transform(images)
                .cache();
        Row means = scored.agg(avg("elbo"), avg("log_likelihood"), avg("kl_divergence"))
                .first();
        assertTrue(means.getDouble(0) < means.getDouble(1), means::toString);
        assertTrue(means.getDouble(2) > 0.1, means::toString);
        assertEquals(0, scored.where("kl_divergence < 0").count());
        for (Row row : scored.select("code_sigma").takeAsList(5)) {
            List<Float> deviations = row.getList(0);
            assertEquals(3, deviations.size());
            assertTrue(deviations.stream().allMatch(deviation -> deviation > 0), deviations::toString);
        }
    }

    @Test
    void scoresAreTheSameHoweverTheFrameIsPartitioned() {
        Dataset<Row> one = scores(images);
        Dataset<Row> other = scores(images.repartition(7, col("label")));
        assertEquals(one.collectAsList(), other.collectAsList());
    }

    private static Dataset<Row> scores(Dataset<Row> rows) {
        return model.setImportanceSamples(8)
                .transform(rows)
                .select("id", "kl_divergence", "elbo", "log_likelihood")
                .orderBy("id");
    }

    @Test
    void noSamplesLeaveTheLikelihoodOutAndOtherModelsHaveNoneOfThis() {
        List<String> columns = List.of(model.setDeviations(false)
                .setImportanceSamples(0)
                .transform(images)
                .columns());
        assertTrue(columns.containsAll(List.of("kl_divergence", "elbo")), columns::toString);
        assertFalse(columns.contains("log_likelihood") || columns.contains("code_sigma"), columns::toString);
        List<String> plain = List.of(SmallImages.estimator()
                .setEpochs(1)
                .fit(images)
                .transform(images)
                .columns());
        assertFalse(plain.contains("elbo"), plain::toString);
    }

    @Test
    void whatAModelCannotTellAndATrainingThatEndsTooHotAreRefused() {
        AutoencoderModel plain = SmallImages.estimator().setEpochs(1).fit(images);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> plain.setDeviations(true).transform(images))
                .getMessage();
        assertEquals(
                "deviations = true needs a model whose code is a variational layer's, and this one's is not", message);
        Autoencoder stopping = SmallImages.estimator().setArchitecture(CONCRETE).setPatience(2);
        assertEquals(
                "early-stopping.patience must be 0 with a concrete layer, whose temperature comes down at the last epoch,"
                        + " was 2",
                assertThrows(ArchitectureException.class, () -> stopping.fit(images))
                        .getMessage());
    }

    @Test
    void selectedInputsArePartOfTheModelAndTheCodeIsTheirValues() {
        AutoencoderModel concrete =
                SmallImages.estimator().setArchitecture(CONCRETE).setEpochs(3).fit(images);
        String path = folder.resolve("concrete").toString();
        int[] selected = concrete.selection().orElseThrow().indices();
        assertEquals(12, selected.length);
        Row row = concrete.transform(images).select("image.data", "code").first();
        byte[] pixels = row.getAs(0);
        List<Float> code = row.getList(1);
        for (int i = 0; i < selected.length; i++) {
            assertEquals((pixels[selected[i]] & 0xff) / 255f, code.get(i), 1e-6f);
        }
        assertTrue(model.selection().isEmpty());
        try {
            concrete.save(path);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertTrue(java.nio.file.Files.isRegularFile(folder.resolve("concrete/selected-inputs.json")));
        assertEquals(
                java.util.Arrays.toString(selected),
                java.util.Arrays.toString(
                        AutoencoderModel.load(path).selection().orElseThrow().indices()));
    }
}
