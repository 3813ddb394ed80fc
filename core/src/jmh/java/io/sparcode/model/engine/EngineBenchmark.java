package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.BenchmarkGraphs;
import io.sparcode.model.NativeBackend;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many images a second does a step, and a reconstruction, take in, with two threads that have a network each? Beside
 * it the five matrix products of a dense step alone, by OpenBLAS. Batch 64.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(EngineBenchmark.BATCH)
@Threads(2)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 2)
public class EngineBenchmark {
    static final int BATCH = 64;
    private static final int SIZE = 784;

    /** Units of a dense autoencoder's code, or conv for one of 16 and 8 filters. */
    @Param({"64", "1024", "conv"})
    public String graph;

    /** Who computes. */
    @Param({"oneDNN", "DL4J"})
    public String engine;

    private NetworkEngine network;
    private RecordBatch batch;
    private INDArray input;
    private INDArray code;
    private INDArray weights;
    private INDArray backWeights;
    private INDArray output;
    private INDArray gradients;
    private INDArray backGradients;

    /** Builds the network and a batch of random images. */
    @Setup(Level.Trial)
    public void setUp() {
        NativeBackend.prepare();
        ComputationGraph built = BenchmarkGraphs.graph(graph, "adam");
        String configuration = built.getConfiguration().toJson();
        network = engine.equals("DL4J") ? new Dl4jEngine(configuration) : NetworkEngine.of(configuration);
        network.load(Dl4jEngine.stateOf(built), 1);
        batch = RecordBatch.ofImages(BATCH, 1, SIZE);
        Random random = new Random(1);
        for (int i = 0; i < BATCH; i++) {
            int offset = batch.add();
            for (int j = 0; j < SIZE; j++) {
                batch.bytes()[offset + j] = (byte) random.nextInt(256);
            }
        }
        int units = graph.equals("conv") ? 1 : Integer.parseInt(graph);
        input = random(BATCH, SIZE);
        code = random(BATCH, units);
        weights = random(SIZE, units);
        backWeights = random(units, SIZE);
        output = random(BATCH, SIZE);
        gradients = random(SIZE, units);
        backGradients = random(units, SIZE);
    }

    private static INDArray random(int rows, int columns) {
        return Nd4j.rand(DataType.FLOAT, rows, columns).dup('f');
    }

    /** Takes a step. */
    @Benchmark
    public double step() {
        return network.train(List.of(batch).iterator()).lossSum();
    }

    /** Computes codes, reconstructions, errors and cross-entropies. */
    @Benchmark
    public double reconstruction() {
        return network.reconstruct(batch, Set.of(NetworkEngine.Wanted.CROSS_ENTROPIES))
                .meanSquaredErrors()[0];
    }

    /** Computes nothing but a dense step's matrix products. */
    @Benchmark
    public void products() {
        Nd4j.gemm(input, weights, code, false, false, 1, 0);
        Nd4j.gemm(code, backWeights, output, false, false, 1, 0);
        Nd4j.gemm(code, output, backGradients, true, false, 1, 0);
        Nd4j.gemm(output, backWeights, code, false, true, 1, 0);
        Nd4j.gemm(input, code, gradients, true, false, 1, 0);
    }
}
