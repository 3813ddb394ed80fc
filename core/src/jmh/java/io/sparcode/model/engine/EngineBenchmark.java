package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.NativeBackend;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
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
    private static final String CONVOLUTIONAL =
            "{'encoder':[{'type':'conv2d','filters':16,'kernel':3,'activation':'relu'},{'type':'max-pooling2d','size':2},"
                    + "{'type':'conv2d','filters':8,'kernel':3,'activation':'relu'},{'type':'max-pooling2d','size':2}],"
                    + "'decoder':[{'type':'conv2d','filters':8,'kernel':3,'activation':'relu'},"
                    + "{'type':'upsampling2d','size':2},"
                    + "{'type':'conv2d','filters':16,'kernel':3,'activation':'relu'},"
                    + "{'type':'upsampling2d','size':2},{'type':'conv2d','kernel':3,'activation':'sigmoid'}]}";

    /** Units of a dense autoencoder's code, or conv for one of 16 and 8 filters. */
    @Param({"64", "1024", "conv"})
    public String graph;

    /** Who computes. */
    @Param({"oneDNN", "DL4J"})
    public String engine;

    private NetworkEngine network;
    private RecordBatch batch;
    private FloatPointer input;
    private FloatPointer code;
    private FloatPointer weights;
    private FloatPointer gradients;
    private FloatPointer output;
    private int units;

    /** Builds the network and a batch of random images. */
    @Setup(Level.Trial)
    public void setUp() {
        NativeBackend.prepare();
        boolean dense = !graph.equals("conv");
        String json = dense
                ? "{'encoder':[{'type':'dense','units':" + graph + ",'activation':'relu'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}"
                : CONVOLUTIONAL;
        ComputationGraph built = Architecture.fromJson(json.replace('\'', '"'))
                .toGraph(new TensorShape(1, 28, 28), Optimizer.fromJson("{\"name\":\"adam\"}"), 1);
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
        units = dense ? Integer.parseInt(graph) : 1;
        input = random(BATCH * SIZE, random);
        code = random(BATCH * units, random);
        weights = random(SIZE * units, random);
        gradients = random(SIZE * units, random);
        output = random(BATCH * SIZE, random);
    }

    private static FloatPointer random(int length, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return new FloatPointer(values);
    }

    /** Takes a step. */
    @Benchmark
    public double step() {
        return network.train(List.of(batch).iterator()).lossSum();
    }

    /** Computes codes, reconstructions, errors and cross-entropies. */
    @Benchmark
    public double reconstruction() {
        return network.reconstruct(batch, true).meanSquaredErrors()[0];
    }

    /** Computes nothing but a dense step's matrix products. */
    @Benchmark
    public void products() {
        product(false, true, units, SIZE, input, weights, code);
        product(false, true, SIZE, units, code, weights, output);
        product(false, false, units, SIZE, output, weights, code);
        outer(output, code, SIZE, units);
        outer(code, input, units, SIZE);
    }

    private static void product(
            boolean transposed,
            boolean weightsTransposed,
            int columns,
            int inner,
            FloatPointer a,
            FloatPointer b,
            FloatPointer c) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                transposed ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                weightsTransposed ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                BATCH,
                columns,
                inner,
                1,
                a,
                inner,
                b,
                weightsTransposed ? inner : columns,
                0,
                c,
                columns);
    }

    private void outer(FloatPointer a, FloatPointer b, int rows, int columns) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                openblas_nolapack.CblasTrans,
                openblas_nolapack.CblasNoTrans,
                rows,
                columns,
                BATCH,
                1,
                a,
                rows,
                b,
                columns,
                0,
                gradients,
                columns);
    }
}
