package io.sparcode.training;

import io.sparcode.LocalCluster;
import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.Architecture;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a round take beside its local steps? Each of two workers takes one step on one image a round, in one
 * process or in two.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@OperationsPerInvocation(RoundBenchmark.ROUNDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 6)
@Measurement(iterations = 5)
public class RoundBenchmark {
    static final int ROUNDS = 100;
    private static final int SIZE = 784;

    /** Units of a dense autoencoder's code: 100 thousand, 1 million and 10 million parameters. */
    @Param({"64", "640", "6400"})
    public int units;

    /** Whether the workers are two threads of the driver, or two processes. */
    @Param({"false", "true"})
    public boolean processes;

    private SparkSession spark;
    private ShardedBlocks blocks;
    private ComputationGraph graph;

    /** Starts Spark and caches two hundred random images. */
    @Setup(Level.Trial)
    public void setUp() {
        spark = processes
                ? LocalCluster.start()
                : SparkSession.builder()
                        .master("local[2]")
                        .config("spark.ui.enabled", "false")
                        .config("spark.driver.host", "127.0.0.1")
                        .getOrCreate();
        Random random = new Random(1);
        byte[] pixels = new byte[ROUNDS * SIZE];
        random.nextBytes(pixels);
        ImageBlock block = ImageBlock.ofBytes(pixels, ROUNDS, 1, SIZE);
        blocks = ShardedBlocks.of(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(block, block), 2), 2, SIZE);
        graph = Architecture.fromJson(
                        "{\"encoder\":[{\"type\":\"dense\",\"units\":" + units + ",\"activation\":\"relu\"}],"
                                + "\"decoder\":{\"type\":\"mirror\",\"output-activation\":\"sigmoid\"}}")
                .toGraph(
                        new TensorShape(1, 28, 28), Optimizer.fromJson("{\"name\":\"sgd\",\"learning-rate\":0.01}"), 1);
    }

    /** Trains for an epoch of one hundred rounds. */
    @Benchmark
    public Object rounds() {
        TrainingOptions options = new TrainingOptions(
                2,
                1,
                1,
                AveragingSchedule.every(1),
                OuterOptimizer.PLAIN_AVERAGING,
                UpdaterState.RESET,
                EarlyStopping.NEVER,
                CheckpointOptions.NONE,
                1);
        return new ParameterAveraging(options, TrainingListener.NONE).fit(graph, blocks, Optional.empty(), "benchmark");
    }

    /** Stops Spark. */
    @TearDown(Level.Trial)
    public void stop() {
        blocks.close();
        spark.stop();
    }
}
