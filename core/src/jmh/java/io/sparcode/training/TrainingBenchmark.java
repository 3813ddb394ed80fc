package io.sparcode.training;

import io.sparcode.BenchmarkSpark;
import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.image.SyntheticDigits;
import io.sparcode.model.BenchmarkGraphs;
import java.util.Optional;
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
 * How many images a second does a whole training take in: rounds, averaging, the error at the end of every epoch, all but
 * the start of Spark and the division of the data. Two workers in {@code local[2]}, minibatches of 64 each, all else as
 * by default.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(TrainingBenchmark.EPOCHS * TrainingBenchmark.IMAGES)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 5, time = 2)
public class TrainingBenchmark {
    static final int IMAGES = 60_000;
    static final int EPOCHS = 4;
    private static final int SIZE = 784;
    private static final int WORKERS = 2;
    private static final int BLOCKS = 12;

    /** Units of a dense autoencoder's code, or conv for one of 16 and 8 filters. */
    @Param({"64", "1024", "conv"})
    public String graph;

    private SparkSession spark;
    private ShardedBlocks blocks;
    private ComputationGraph network;

    /** Starts Spark and caches the digits. */
    @Setup(Level.Trial)
    public void setUp() {
        spark = BenchmarkSpark.local(WORKERS);
        // Drawn by the tasks: Spark would send blocks that it was handed along with every task.
        JavaRDD<ImageBlock> digits = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, BLOCKS).boxed().toList(), BLOCKS)
                .map(TrainingBenchmark::digits);
        blocks = ShardedBlocks.of(digits, WORKERS, SIZE);
        network = BenchmarkGraphs.graph(graph, "adam");
    }

    private static ImageBlock digits(int block) {
        int from = block * (IMAGES / BLOCKS);
        SyntheticDigits digits = new SyntheticDigits(1);
        byte[] pixels = new byte[IMAGES / BLOCKS * SIZE];
        for (int i = 0; i < IMAGES / BLOCKS; i++) {
            System.arraycopy(digits.draw(from + i).pixels(), 0, pixels, i * SIZE, SIZE);
        }
        return ImageBlock.ofBytes(pixels, IMAGES / BLOCKS, 1, SIZE);
    }

    /** Trains for four epochs. */
    @Benchmark
    public Object training() {
        TrainingOptions options = new TrainingOptions(
                WORKERS,
                EPOCHS,
                64,
                AveragingSchedule.every(100),
                new OuterOptimizer(1, 0.2),
                UpdaterState.AVERAGED,
                EarlyStopping.NEVER,
                CheckpointOptions.NONE,
                1);
        return new ParameterAveraging(options, TrainingListener.NONE)
                .fit(network, blocks, Optional.empty(), "benchmark");
    }

    /** Stops Spark. */
    @TearDown(Level.Trial)
    public void stop() {
        blocks.close();
        spark.stop();
    }
}
