package io.sparcode.training;

import io.sparcode.BenchmarkSpark;
import io.sparcode.LocalCluster;
import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.BenchmarkGraphs;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
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
 * How long does a round take beside its local steps? Each worker takes one step on one image a round, all in one
 * process or each in its own.
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
    public String units;

    /** Workers, of one core each. */
    @Param("2")
    public int workers;

    /** Whether the workers are threads of the driver, or processes. */
    @Param({"false", "true"})
    public boolean processes;

    private SparkSession spark;
    private ShardedBlocks blocks;
    private ComputationGraph graph;

    /** Starts Spark and caches a hundred random images a worker. */
    @Setup(Level.Trial)
    public void setUp() {
        spark = processes ? BenchmarkSpark.start(LocalCluster.builder(workers)) : BenchmarkSpark.local(workers);
        // Made by the tasks: Spark would send blocks that it was handed along with every task.
        JavaRDD<ImageBlock> images = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
                .map(RoundBenchmark::images);
        blocks = ShardedBlocks.of(images, workers, SIZE);
        graph = BenchmarkGraphs.graph(units, "sgd");
    }

    private static ImageBlock images(int seed) {
        byte[] pixels = new byte[ROUNDS * SIZE];
        new Random(seed).nextBytes(pixels);
        return ImageBlock.ofBytes(pixels, ROUNDS, 1, SIZE);
    }

    /** Trains for an epoch of one hundred rounds. */
    @Benchmark
    public Object rounds() {
        TrainingOptions options = new TrainingOptions(
                workers,
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
