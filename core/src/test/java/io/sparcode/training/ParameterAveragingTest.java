package io.sparcode.training;

import static io.sparcode.training.TrainingFixture.BATCH;
import static io.sparcode.training.TrainingFixture.SEED;
import static io.sparcode.training.TrainingFixture.SIZE;
import static io.sparcode.training.TrainingFixture.blocks;
import static io.sparcode.training.TrainingFixture.graph;
import static io.sparcode.training.TrainingFixture.options;
import static io.sparcode.training.TrainingFixture.parameters;
import static io.sparcode.training.TrainingFixture.train;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.engine.Dl4jEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ParameterAveragingTest {
    private final SparkSession spark = LocalSpark.session();

    @Test
    void oneWorkerTakesTheSameStepsAsDl4jItself() {
        int records = 100;
        ComputationGraph oracle = graph(0.01);
        try (ShardedBlocks blocks = blocks(spark, records, 1)) {
            ImageBlock block = blocks.select(blocks.blocksByShard()).collect().get(0);
            for (int epoch = 1; epoch <= 2; epoch++) {
                int[] order = Shuffle.order(records, SEED, epoch, 0);
                for (int from = 0; from < records; from += BATCH) {
                    int[] minibatch = Arrays.copyOfRange(order, from, Math.min(records, from + BATCH));
                    float[] values = new float[minibatch.length * SIZE];
                    for (int i = 0; i < minibatch.length; i++) {
                        block.read(minibatch[i], values, i * SIZE);
                    }
                    INDArray input = Nd4j.create(values, new long[] {minibatch.length, SIZE}, 'c');
                    oracle.fit(new DataSet(input, input));
                }
            }
        }
        TrainedNetwork trained = train(spark, records, options(1, 2));
        assertArrayEquals(Dl4jEngine.stateOf(oracle).parameters(), parameters(trained), 1e-5f);
        assertArrayEquals(
                Dl4jEngine.stateOf(oracle).updaterState(),
                Dl4jEngine.stateOf(trained.network()).updaterState(),
                1e-5f);
    }

    @Test
    void theSameSeedDataAndWorkersGiveTheSameModelHoweverTheDataWasPartitioned() {
        float[] once = parameters(train(spark, 500, options(3, 2)));
        try (ShardedBlocks repartitioned =
                ShardedBlocks.of(TrainingFixture.rows(spark, 500).repartition(7), "features", 3)) {
            TrainedNetwork again = new ParameterAveraging(options(3, 2), TrainingListener.NONE)
                    .fit(graph(0.01), repartitioned, Optional.empty(), "fingerprint");
            assertArrayEquals(once, parameters(again));
        }
    }

    @Test
    void errorFallsWithEveryEpochAndIsReported() {
        List<EpochMetrics> heard = new ArrayList<>();
        List<TrainingListener.RoundProgress> rounds = new ArrayList<>();
        TrainedNetwork trained = train(spark, 400, options(2, 4), new TrainingListener() {
            @Override
            public void roundEnded(RoundProgress progress) {
                rounds.add(progress);
            }

            @Override
            public void epochEnded(EpochMetrics metrics) {
                heard.add(metrics);
            }
        });
        assertEquals(trained.history(), heard);
        assertEquals(4, heard.size());
        assertTrue(heard.get(3).trainingMse() < 0.7 * heard.get(0).trainingMse(), heard::toString);
        for (EpochMetrics epoch : heard) {
            assertEquals(400, epoch.images());
            assertTrue(Double.isNaN(epoch.validationMse()));
        }
        TrainingListener.RoundProgress last = rounds.get(rounds.size() - 1);
        assertEquals(last.rounds(), last.round());
        assertEquals(0, last.secondsLeft());
    }

    @Test
    void figuresAreInSparksMetricsSystemWhileTheTrainingRuns() {
        List<Object> epochs = new ArrayList<>();
        train(spark, 200, options(2, 2), new TrainingListener() {
            @Override
            public void epochEnded(EpochMetrics metrics) {
                Source source = SparkEnv.get()
                        .metricsSystem()
                        .getSourcesByName("sparcode")
                        .head();
                epochs.add(source.metricRegistry().getGauges().get("epoch").getValue());
                assertEquals(
                        metrics.trainingMse(),
                        source.metricRegistry().getGauges().get("training-mse").getValue());
            }
        });
        assertEquals(List.of(1, 2), epochs);
        assertTrue(SparkEnv.get().metricsSystem().getSourcesByName("sparcode").isEmpty());
    }

    @Test
    void resultsOfManyWorkersAreSummedInGroupsToTheSameModelEveryTime() {
        float[] once = parameters(train(spark, 600, options(10, 1)));
        assertArrayEquals(once, parameters(train(spark, 600, options(10, 1))));
    }

    @Test
    void resettingTheUpdaterStateGivesAnotherModelThanAveragingIt() {
        TrainingOptions averaged = options(2, 1);
        TrainingOptions reset = new TrainingOptions(
                2,
                1,
                BATCH,
                averaged.averaging(),
                averaged.outerOptimizer(),
                UpdaterState.RESET,
                EarlyStopping.NEVER,
                CheckpointOptions.NONE,
                SEED);
        assertFalse(Arrays.equals(parameters(train(spark, 300, averaged)), parameters(train(spark, 300, reset))));
    }

    @Test
    void earlyStoppingEndsWithTheBestEpochsModel() {
        TrainingOptions patient = new TrainingOptions(
                1,
                50,
                BATCH,
                AveragingSchedule.every(3),
                OuterOptimizer.PLAIN_AVERAGING,
                UpdaterState.AVERAGED,
                new EarlyStopping(2, 0.5),
                CheckpointOptions.NONE,
                SEED);
        TrainedNetwork trained = train(spark, 200, patient);
        assertTrue(trained.stoppedEarly());
        int epochs = trained.history().size();
        assertTrue(epochs < 50, () -> "ran " + epochs + " epochs");
        float[] best = parameters(train(spark, 200, options(1, epochs - 2)));
        assertArrayEquals(best, parameters(trained));
    }

    @Test
    void aLossThatIsNotFiniteStopsTheRunWithTheRoundAndTheWorker() {
        try (ShardedBlocks blocks = blocks(spark, 100, 1)) {
            ComputationGraph broken = graph(0.01);
            broken.params().putScalar(0, Float.NaN);
            TrainingFailedException failure = assertThrows(
                    TrainingFailedException.class,
                    () -> new ParameterAveraging(options(1, 1), TrainingListener.NONE)
                            .fit(broken, blocks, Optional.empty(), "fingerprint"));
            assertTrue(
                    failure.getMessage()
                            .startsWith("epoch 1, round 1: worker 0 has a loss or parameter that is not a number after"
                                    + " minibatch 1; try a smaller train.optimizer.learning-rate"),
                    failure::getMessage);
        }
    }

    @Test
    void shardsAndWorkersThatDifferAreRefused() {
        try (ShardedBlocks blocks = blocks(spark, 50, 2)) {
            IllegalArgumentException failure = assertThrows(
                    IllegalArgumentException.class,
                    () -> new ParameterAveraging(options(3, 1), TrainingListener.NONE)
                            .fit(graph(0.01), blocks, Optional.empty(), "fingerprint"));
            assertEquals("2 shards cannot be trained by 3 workers", failure.getMessage());
        }
    }

    @Test
    void validationErrorIsThatOfTheHeldOutRecords() {
        try (ShardedBlocks blocks = blocks(spark, 200, 2);
                ShardedBlocks heldOut = ShardedBlocks.of(
                        TrainingFixture.rows(spark, 260).where("substring(id, 8) >= '200'"), "features", 1)) {
            TrainedNetwork trained = new ParameterAveraging(options(2, 1), TrainingListener.NONE)
                    .fit(graph(0.01), blocks, Optional.of(heldOut), "fingerprint");
            double sum = 0;
            for (ImageBlock block : heldOut.select(heldOut.blocksByShard()).collect()) {
                for (int record = 0; record < block.records(); record++) {
                    float[] values = new float[SIZE];
                    block.read(record, values, 0);
                    INDArray input = Nd4j.create(values, new long[] {1, SIZE}, 'c');
                    sum += trained.network().output(false, input)[0].squaredDistance(input) / SIZE;
                }
            }
            assertEquals(sum / heldOut.records(), trained.history().get(0).validationMse(), 1e-6);
        }
    }
}
