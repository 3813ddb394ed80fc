package io.sparcode.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.model.ArchitectureException;
import io.sparcode.training.EpochMetrics;
import io.sparcode.training.TrainingListener;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noise, running statistics and a schedule in a training by several workers, with the outer momentum of the defaults. */
class RegularizedTrainingTest {
    private static Dataset<Row> images;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeImages() {
        images = SmallImages.frame(300).cache();
    }

    private static Autoencoder estimator() {
        return SmallImages.estimator()
                .setArchitecture("{\"encoder\":[{\"type\":\"dropout\",\"rate\":0.1},"
                        + "{\"type\":\"conv2d\",\"filters\":3,\"kernel\":3},"
                        + "{\"type\":\"batch-normalization\",\"decay\":0.9,\"activation\":\"relu\"},"
                        + "{\"type\":\"average-pooling2d\",\"size\":2}],"
                        + "\"decoder\":[{\"type\":\"conv2d-transpose\",\"kernel\":3,\"stride\":2,"
                        + "\"activation\":\"sigmoid\"}],"
                        + "\"penalties\":[{\"type\":\"weight-l2\",\"weight\":1e-5}]}")
                .setOptimizer("{\"name\":\"adam-w\",\"learning-rate\":0.01}")
                .setSchedule("{\"type\":\"cosine\",\"warm-up\":100}")
                .setGradientClipping("{\"type\":\"by-norm\",\"threshold\":1}")
                .setEpochs(3);
    }

    private static float[] parameters(AutoencoderModel model) {
        return model.network().params().dup().data().asFloat();
    }

    @Test
    void theSameSeedGivesTheSameModelWhichIsReadBackAsItWas() throws Exception {
        AutoencoderModel model = estimator().fit(images);
        assertArrayEquals(parameters(model), parameters(estimator().fit(images)));
        for (EpochMetrics epoch : model.history()) {
            assertTrue(Double.isFinite(epoch.trainingMse()), epoch::toString);
        }
        model.write().save(folder.resolve("model").toString());
        AutoencoderModel read = AutoencoderModel.load(folder.resolve("model").toString());
        assertEquals(
                model.transform(images)
                        .orderBy("id")
                        .select("code", "reconstruction_mse")
                        .collectAsList(),
                read.transform(images)
                        .orderBy("id")
                        .select("code", "reconstruction_mse")
                        .collectAsList());
    }

    @Test
    void aTrainingThatWasBrokenOffEndsWithTheSameModel() {
        Autoencoder estimator = estimator()
                .setCheckpointDir(folder.resolve("checkpoints").toString())
                .setCheckpointInterval(1)
                .setListener(new TrainingListener() {
                    @Override
                    public void roundEnded(RoundProgress progress) {
                        if (progress.epoch() == 2 && progress.round() == 2) {
                            throw new IllegalStateException("broken off");
                        }
                    }
                });
        assertThrows(IllegalStateException.class, () -> estimator.fit(images));
        float[] resumed =
                parameters(estimator.setListener(TrainingListener.NONE).fit(images));
        assertArrayEquals(parameters(estimator().fit(images)), resumed);
    }

    @Test
    void aWarmUpAsLongAsTheTrainingIsRefused() {
        ArchitectureException refused = assertThrows(
                ArchitectureException.class,
                () -> estimator()
                        .setSchedule("{\"type\":\"cosine\",\"warm-up\":720}")
                        .fit(images));
        assertEquals(
                "schedule.warm-up must be less than the 720 records of the training, or of a stage of it, was 720",
                refused.getMessage());
    }
}
