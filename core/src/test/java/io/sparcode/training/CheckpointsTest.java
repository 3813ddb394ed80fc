package io.sparcode.training;

import static io.sparcode.training.TrainingFixture.options;
import static io.sparcode.training.TrainingFixture.parameters;
import static io.sparcode.training.TrainingFixture.train;
import static io.sparcode.training.TrainingFixture.withCheckpoints;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.ShardedBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    private static final int RECORDS = 400;

    @TempDir
    private Path directory;

    private final SparkSession spark = LocalSpark.session();

    @Test
    void aTrainingInterruptedInAnyRoundEndsWithTheSameModelBitForBit() {
        TrainingOptions options = options(2, 3);
        float[] uninterrupted = parameters(train(spark, RECORDS, withCheckpoints(options, CheckpointOptions.NONE)));
        for (int rounds : new int[] {1, 5, 9}) {
            TrainingOptions saving = withCheckpoints(
                    options,
                    new CheckpointOptions(
                            directory.resolve("after-" + rounds).toUri().toString(), 2, 2, false));
            assertThrows(Interrupted.class, () -> train(spark, RECORDS, saving, new InterruptAfter(rounds)));
            List<EpochMetrics> heard = new ArrayList<>();
            TrainedNetwork resumed = train(spark, RECORDS, saving, new TrainingListener() {
                @Override
                public void epochEnded(EpochMetrics metrics) {
                    heard.add(metrics);
                }
            });
            assertArrayEquals(uninterrupted, parameters(resumed), "interrupted after " + rounds + " rounds");
            assertEquals(3, resumed.history().size());
            assertTrue(heard.size() <= 3);
        }
    }

    @Test
    void anEndedTrainingIsNotTrainedAgain() {
        TrainingOptions options = withCheckpoints(
                options(2, 2), new CheckpointOptions(directory.toUri().toString(), 0, 1, false));
        TrainedNetwork first = train(spark, RECORDS, options);
        TrainedNetwork again = train(spark, RECORDS, options, new InterruptAfter(0));
        assertArrayEquals(parameters(first), parameters(again));
        assertEquals(first.history(), again.history());
    }

    @Test
    void anotherTrainingsCheckpointIsRefusedUnlessToldToStartOver() {
        String place = directory.toUri().toString();
        train(spark, RECORDS, withCheckpoints(options(2, 1), new CheckpointOptions(place, 0, 1, false)));
        TrainingOptions refusing = withCheckpoints(options(2, 1), new CheckpointOptions(place, 0, 1, false));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> trainAnother(refusing));
        assertTrue(refused.getMessage().contains("train.checkpoint.start-over = true"), refused::getMessage);
        trainAnother(withCheckpoints(options(2, 1), new CheckpointOptions(place, 0, 1, true)));
    }

    @Test
    void onlyTheNewestAreKeptAndNothingHalfWritten() throws IOException {
        train(
                spark,
                RECORDS,
                withCheckpoints(
                        options(2, 3), new CheckpointOptions(directory.toUri().toString(), 1, 2, false)));
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
            assertEquals(2, names.size(), names::toString);
            assertTrue(names.stream().allMatch(name -> name.matches("checkpoint-\\d+-\\d+\\.zip")), names::toString);
        }
    }

    @Test
    void deletingLeavesWhatIsNotACheckpoint() throws IOException {
        Configuration hadoop = new Configuration();
        org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(
                directory.resolve("of-run").toUri().toString());
        Checkpoints.delete(hadoop, place);
        TrainingOptions options = withCheckpoints(options(2, 1), new CheckpointOptions(place.toString(), 0, 1, false));
        train(spark, RECORDS, options);
        Path note = Files.writeString(directory.resolve("of-run/note.txt"), "mine");
        Checkpoints.delete(hadoop, place);
        assertTrue(Files.exists(note));
        Files.delete(note);
        train(spark, RECORDS, options);
        Checkpoints.delete(hadoop, place);
        assertTrue(Files.notExists(directory.resolve("of-run")));
    }

    private void trainAnother(TrainingOptions options) {
        try (ShardedBlocks blocks = TrainingFixture.blocks(spark, RECORDS, options.workers())) {
            new ParameterAveraging(options, TrainingListener.NONE)
                    .fit(TrainingFixture.graph(0.01), blocks, Optional.empty(), "another fingerprint");
        }
    }

    private static final class Interrupted extends RuntimeException {}

    private static final class InterruptAfter implements TrainingListener {
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
}
