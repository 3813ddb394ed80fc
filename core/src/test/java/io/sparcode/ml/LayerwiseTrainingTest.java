package io.sparcode.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.model.ArchitectureException;
import io.sparcode.training.Checkpoints;
import io.sparcode.training.EpochMetrics;
import io.sparcode.training.TrainingListener;
import io.sparcode.training.TrainingStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerwiseTrainingTest {
    private static final String DEEP = "{\"encoder\": ["
            + "{\"type\": \"dense\", \"units\": 16, \"activation\": \"relu\"},"
            + "{\"type\": \"dense\", \"units\": 12, \"activation\": \"relu\"},"
            + "{\"type\": \"dense\", \"units\": 8, \"activation\": \"relu\"}],"
            + "\"decoder\": {\"type\": \"mirror\", \"output-activation\": \"sigmoid\"}}";
    private static final String CONVOLUTIONAL = "{\"encoder\": ["
            + "{\"type\": \"conv2d\", \"filters\": 3, \"kernel\": 3, \"activation\": \"relu\"},"
            + "{\"type\": \"max-pooling2d\", \"size\": 2},"
            + "{\"type\": \"dense\", \"units\": 8, \"activation\": \"relu\"}],"
            + "\"decoder\": {\"type\": \"mirror\", \"output-activation\": \"sigmoid\"}}";
    /** Of 240 records on two workers in minibatches of 16, averaged every 5. */
    private static final int ROUNDS_OF_EPOCH = 2;

    private static Dataset<Row> images;
    private static AutoencoderModel uninterrupted;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeImages() {
        images = SmallImages.frame(300).cache();
        uninterrupted = estimator().fit(images);
    }

    private static Autoencoder estimator() {
        return SmallImages.estimator().setArchitecture(DEEP).setLayerwiseEpochs(2);
    }

    private static float[] parameters(AutoencoderModel model) {
        return model.network().params().dup().data().asFloat();
    }

    @Test
    void theSameSeedGivesTheSameModelHoweverTheFrameIsPartitioned() {
        AutoencoderModel other = estimator().fit(images.repartition(5));

        assertArrayEquals(parameters(uninterrupted), parameters(other));
        assertArrayEquals(
                uninterrupted.trainingErrors().values(), other.trainingErrors().values());
    }

    @Test
    void layersOfConvolutionsAreTrainedOnPlanes() {
        Autoencoder convolutional = estimator().setArchitecture(CONVOLUTIONAL).setLayerwiseEpochs(1);

        assertArrayEquals(parameters(convolutional.fit(images)), parameters(convolutional.fit(images)));
    }

    @Test
    void everyLayerIsTrainedBeforeTheWholeGraph() throws IOException {
        List<EpochMetrics> history = uninterrupted.history();
        assertEquals(
                List.of(1, 1, 2, 2, 3, 3, 0, 0),
                history.stream().map(EpochMetrics::stage).toList());
        assertEquals(
                List.of(1, 2, 1, 2, 1, 2, 1, 2),
                history.stream().map(EpochMetrics::epoch).toList());
        assertTrue(history.stream().allMatch(epoch -> epoch.validationMse() > 0), history::toString);
        uninterrupted.save(directory.resolve("model").toString());
        assertEquals(
                history,
                AutoencoderModel.load(directory.resolve("model").toString()).history());
    }

    @Test
    void theFirstLayersTrainingIsThatOfItsOwnAutoencoder() {
        String outermost = "{\"encoder\": [{\"type\": \"dense\", \"units\": 6, \"activation\": \"relu\"}],"
                + "\"decoder\": [{\"type\": \"dense\", \"activation\": \"sigmoid\"}]}";
        Autoencoder estimator = SmallImages.estimator().setArchitecture(outermost);
        List<EpochMetrics> atOnce = estimator.fit(images).history();

        List<EpochMetrics> layer = estimator.setLayerwiseEpochs(2).fit(images).history();

        for (int epoch = 0; epoch < 2; epoch++) {
            assertEquals(atOnce.get(epoch).trainingLoss(), layer.get(epoch).trainingLoss());
            assertEquals(atOnce.get(epoch).validationMse(), layer.get(epoch).validationMse());
        }
        assertTrue(layer.get(2).trainingLoss() < layer.get(1).trainingLoss(), layer::toString);
    }

    @Test
    void theWholeGraphGoesOnFromTheLayers() {
        double atOnce = estimator()
                .setLayerwiseEpochs(0)
                .setEpochs(1)
                .fit(images)
                .history()
                .get(0)
                .trainingLoss();

        List<EpochMetrics> history =
                estimator().setLayerwiseEpochs(10).setEpochs(1).fit(images).history();

        double afterLayers = history.get(history.size() - 1).trainingLoss();
        assertTrue(afterLayers < 0.7 * atOnce, afterLayers + ", at once " + atOnce);
    }

    @Test
    void nothingIsLeftInSparksCache() {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        int before = spark.getPersistentRDDs().size();

        estimator().fit(images);
        assertThrows(
                Interrupted.class,
                () -> estimator()
                        .setListener(new InterruptAfter(4 * ROUNDS_OF_EPOCH + 1))
                        .fit(images));

        assertEquals(before, spark.getPersistentRDDs().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 13})
    void anInterruptedTrainingGoesOnInItsStageAndEndsTheSame(int rounds) throws IOException {
        Autoencoder saving =
                estimator().setCheckpointDir(directory.toUri().toString()).setCheckpointInterval(1);
        Heard first = new Heard(rounds);
        assertThrows(Interrupted.class, () -> saving.setListener(first).fit(images));

        Heard second = new Heard(Integer.MAX_VALUE);
        AutoencoderModel resumed = saving.setListener(second).fit(images);

        assertArrayEquals(parameters(uninterrupted), parameters(resumed));
        assertEquals(8, resumed.history().size());
        assertEquals(
                List.of(
                        new TrainingStage(1, 3),
                        new TrainingStage(2, 3),
                        new TrainingStage(3, 3),
                        new TrainingStage(0, 3)),
                second.stages);
        // The round after which it was interrupted had no checkpoint yet.
        assertEquals(4 * 2 * ROUNDS_OF_EPOCH - (rounds - 1), second.rounds);
        Checkpoints.delete(
                new Configuration(),
                new org.apache.hadoop.fs.Path(directory.toUri().toString()));
        assertFalse(Files.exists(directory));
    }

    @Test
    void theCheckpointOfAnotherTrainingIsRefusedBeforeAnyLayerIsTrained() {
        Autoencoder saving = estimator().setCheckpointDir(directory.toUri().toString());
        saving.setLayerwiseEpochs(0).setEpochs(1).fit(images);
        Heard heard = new Heard(Integer.MAX_VALUE);

        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> saving.setLayerwiseEpochs(1).setListener(heard).fit(images));

        assertTrue(refused.getMessage().contains("train.checkpoint.start-over = true"), refused::getMessage);
        assertEquals(0, heard.rounds);
        saving.setCheckpointPolicy(Autoencoder.START_OVER).fit(images);
    }

    @Test
    void aDecoderThatIsNoMirrorIsRefusedBeforeTraining() {
        String twoAfterOne =
                SmallImages.DENSE.replace("\"decoder\": [", "\"decoder\": [{\"type\": \"dense\", \"units\": 20},");

        ArchitectureException refused = assertThrows(
                ArchitectureException.class,
                () -> estimator().setArchitecture(twoAfterOne).fit(images));

        assertEquals(
                "layer-wise training needs a decoder that mirrors the encoder, and the encoder has 1 layers with weights,"
                        + " the decoder 2; train.layerwise-epochs = 0 trains the graph at once",
                refused.getMessage());
    }

    private static final class Interrupted extends RuntimeException {}

    private static class InterruptAfter implements TrainingListener {
        private int left;

        InterruptAfter(int rounds) {
            this.left = rounds;
        }

        @Override
        public void roundEnded(RoundProgress progress) {
            if (--left <= 0) {
                throw new Interrupted();
            }
        }
    }

    private static final class Heard extends InterruptAfter {
        private final List<TrainingStage> stages = new ArrayList<>();
        private int rounds;

        Heard(int rounds) {
            super(rounds);
        }

        @Override
        public void stageBegan(TrainingStage stage) {
            stages.add(stage);
        }

        @Override
        public void roundEnded(RoundProgress progress) {
            rounds++;
            super.roundEnded(progress);
        }
    }
}
