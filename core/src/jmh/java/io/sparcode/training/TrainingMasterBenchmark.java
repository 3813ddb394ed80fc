package io.sparcode.training;

import io.sparcode.BenchmarkSpark;
import io.sparcode.image.SyntheticDigits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does an epoch take with stock parameter averaging, with ours in its place, and with DL4J in one thread?
 *
 * <p>The graph is 784 - {@code units} relu | 784 sigmoid, the data 28x28 digits in minibatches of 64, two workers in
 * {@code local[2]}, averaging every 25 minibatches. The key figures are the ratios stock / sparcode at 64 units (at
 * least 15) and singleThread / sparcode at 1024 units (at least 1.6). One native thread a task in all three; the stock
 * master as its documentation advises (data cached, as many examples an RDD element as a minibatch). The
 * warm-up epochs hold what each does once: ours divides the data among shards then.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class TrainingMasterBenchmark {
    private static final int BATCH = 64;
    private static final int SIZE = 784;
    private static final int WORKERS = 2;
    private static final int AVERAGING_FREQUENCY = 25;

    /** Examples in an epoch. */
    @Param("60000")
    public int examples;

    /** Units of the code. */
    @Param({"64", "1024"})
    public int units;

    /** Who trains. */
    @Param({"singleThread", "sparcode", "stock"})
    public String trainer;

    /** Whether the workers' Adam moments are averaged too; the single thread has but its own. */
    @Param({"RESET", "AVERAGED"})
    public UpdaterState updaterState;

    private Runnable epoch;
    private SparkSession spark;

    /** Makes the data and the trainer. */
    @Setup(Level.Trial)
    public void setUp() {
        List<DataSet> minibatches = minibatches();
        ComputationGraph graph = TrainingFixture.graph(SIZE, units, Activation.RELU, 1e-3);
        if (trainer.equals("singleThread")) {
            epoch = () -> graph.fit(new ExistingDataSetIterator(minibatches));
            return;
        }
        spark = BenchmarkSpark.local(WORKERS);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        JavaRDD<DataSet> data = context.parallelize(minibatches, WORKERS).persist(StorageLevel.MEMORY_ONLY());
        data.count();
        SparkComputationGraph sparkGraph = new SparkComputationGraph(context, graph, master());
        epoch = () -> sparkGraph.fit(data);
    }

    private TrainingMaster<?, ?> master() {
        if (trainer.equals("stock")) {
            return new ParameterAveragingTrainingMaster.Builder(WORKERS, BATCH)
                    .batchSizePerWorker(BATCH)
                    .averagingFrequency(AVERAGING_FREQUENCY)
                    .saveUpdater(updaterState == UpdaterState.AVERAGED)
                    .rngSeed(1)
                    .workerPrefetchNumBatches(2)
                    .rddTrainingApproach(RDDTrainingApproach.Direct)
                    .storageLevel(StorageLevel.MEMORY_ONLY())
                    .build();
        }
        return new ShardedTrainingMaster(new TrainingOptions(
                WORKERS,
                1,
                BATCH,
                AveragingSchedule.every(AVERAGING_FREQUENCY),
                OuterOptimizer.PLAIN_AVERAGING,
                updaterState,
                EarlyStopping.NEVER,
                CheckpointOptions.NONE,
                1));
    }

    private List<DataSet> minibatches() {
        SyntheticDigits digits = new SyntheticDigits(1);
        List<DataSet> minibatches = new ArrayList<>();
        for (int from = 0; from < examples; from += BATCH) {
            int count = Math.min(BATCH, examples - from);
            float[] values = new float[count * SIZE];
            for (int i = 0; i < count; i++) {
                byte[] pixels = digits.draw(from + i).pixels();
                for (int j = 0; j < SIZE; j++) {
                    values[i * SIZE + j] = (pixels[j] & 0xff) / 255f;
                }
            }
            INDArray features = Nd4j.create(values, new long[] {count, SIZE}, 'c');
            minibatches.add(new DataSet(features, features));
        }
        return minibatches;
    }

    /** Trains for an epoch. */
    @Benchmark
    public void epoch() {
        epoch.run();
    }

    /** Stops Spark. */
    @TearDown(Level.Trial)
    public void stop() {
        if (spark != null) {
            spark.stop();
        }
    }
}
