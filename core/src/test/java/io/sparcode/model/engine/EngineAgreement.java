package io.sparcode.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.RecordBatch;
import io.sparcode.image.SyntheticDigits;
import io.sparcode.model.Architecture;
import io.sparcode.model.LayerNoise;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/** Takes the same steps with both engines: DL4J's own step is the oracle, and all must be the same but for rounding. */
final class EngineAgreement {
    static final int STEPS = 50;
    static final String ADAM = "{'name':'adam','learning-rate':1e-3}";

    private EngineAgreement() {}

    static Architecture architecture(String json) {
        return Architecture.fromJson(json.replace('\'', '"'));
    }

    static Optimization optimizer(String json) {
        return Optimization.constant(Optimizer.fromJson(json.replace('\'', '"')));
    }

    /** Takes the same steps with both, on batches of two sizes, and compares all that comes out. */
    static void agree(ComputationGraph graph, RecordBatch batch) {
        agree(graph, batch, STEPS);
    }

    static void agree(ComputationGraph graph, RecordBatch batch, int steps) {
        String configuration = graph.getConfiguration().toJson();
        NetworkState start = Dl4jEngine.stateOf(graph);
        NetworkEngine fast = NetworkEngine.of(configuration);
        assertInstanceOf(OneDnnEngine.class, fast);
        NetworkEngine oracle = new Dl4jEngine(configuration);
        fast.load(start, 1);
        oracle.load(start, 1);
        for (int step = 0; step < steps; step++) {
            fill(batch, step, step % 5 == 4 ? batch.capacity() - 2 : batch.capacity());
            LayerNoise.seed(step);
            double expected = oracle.train(List.of(batch).iterator()).lossSum();
            LayerNoise.seed(step);
            double actual = fast.train(List.of(batch).iterator()).lossSum();
            assertEquals(expected, actual, 2e-4 * Math.abs(expected), "loss of step " + step);
        }
        NetworkState expected = oracle.state();
        NetworkState actual = fast.state();
        assertEquals(expected.steps(), actual.steps());
        assertClose(expected.parameters(), actual.parameters(), "parameters");
        assertClose(expected.updaterState(), actual.updaterState(), "updater state");

        boolean probability =
                ((BaseLayer) graph.getOutputLayer(0).conf().getLayer()).getActivationFn() instanceof ActivationSigmoid;
        Set<Wanted> all = probability ? EnumSet.allOf(Wanted.class) : EnumSet.of(Wanted.VALUES);
        NetworkEngine.Reconstruction wanted = oracle.reconstruct(batch, all);
        NetworkEngine.Reconstruction made = fast.reconstruct(batch, all);
        assertArrayEquals(wanted.values(), made.values(), 2e-3f);
        assertArrayEquals(wanted.meanSquaredErrors(), made.meanSquaredErrors(), 1e-3);
        assertArrayEquals(wanted.codes(), made.codes(), 5e-3f);
        assertArrayEquals(wanted.logVariances(), made.logVariances(), 5e-3f);
        for (NetworkEngine engine :
                graph.getVertex(Architecture.CODE) == null ? List.<NetworkEngine>of() : List.of(oracle, fast)) {
            NetworkEngine.Reconstruction decoded = engine.decode(made.codes(), batch, all);
            assertArrayEquals(made.values(), decoded.values(), 2e-3f);
            assertArrayEquals(made.meanSquaredErrors(), decoded.meanSquaredErrors(), 1e-3);
        }
        if (probability) {
            assertArrayEquals(wanted.crossEntropies(), made.crossEntropies(), 1e-3);
        }
    }

    /** Single values may differ more than rounding where a rectifier or a maximum falls on the other side. */
    private static void assertClose(float[] expected, float[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - actual[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        double relative = Math.sqrt(difference / Math.max(norm, 1e-30));
        assertTrue(relative < 1e-3, what + " differ by " + relative);
    }

    static RecordBatch vectors(int records, int size) {
        return RecordBatch.ofVectors(records, size);
    }

    static RecordBatch images(int records, int channels, int pixels) {
        return RecordBatch.ofImages(records, channels, channels * pixels);
    }

    static RecordBatch digits(int records) {
        return RecordBatch.ofImages(records, 1, 784);
    }

    static void fill(RecordBatch batch, int seed, int records) {
        RecordBatch target = batch.target();
        batch.clear();
        SplittableRandom random = new SplittableRandom(seed);
        for (int record = 0; record < records; record++) {
            add(batch, seed, record, random);
            if (target != batch) {
                add(target, seed, record, random);
            }
        }
    }

    private static void add(RecordBatch batch, int seed, int record, SplittableRandom random) {
        int offset = batch.add();
        if (batch.holdsBytes() && batch.size() == 784) {
            System.arraycopy(new SyntheticDigits(seed + 1L).draw(record).pixels(), 0, batch.bytes(), offset, 784);
        } else if (batch.holdsBytes()) {
            for (int i = 0; i < batch.size(); i++) {
                batch.bytes()[offset + i] = (byte) random.nextInt(256);
            }
        } else {
            fillVector(batch, offset, random);
        }
    }

    private static void fillVector(RecordBatch batch, int offset, SplittableRandom random) {
        for (int i = 0; i < batch.size(); i++) {
            batch.floats()[offset + i] = (float) random.nextDouble();
        }
    }
}
