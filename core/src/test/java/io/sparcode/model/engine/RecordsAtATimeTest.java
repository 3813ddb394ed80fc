package io.sparcode.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.NativeNumerics;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine.Reconstruction;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.dnnl.stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NativeNumerics
class RecordsAtATimeTest {
    @Test
    void largeRecordsAreFewerAndTheNumberFollowsFromTheirSizeAlone() {
        assertEquals(96, RecordsAtATime.of(1));
        assertEquals(96, RecordsAtATime.of(224 * 224));
        assertEquals(48, RecordsAtATime.of(224 * 224 * 3));
        assertEquals(24, RecordsAtATime.of(320 * 320 * 3));
        assertEquals(6, RecordsAtATime.of(600 * 600 * 3));
        assertEquals(1, RecordsAtATime.of(1024 * 1024 * 3));
        assertEquals(1, RecordsAtATime.of(Integer.MAX_VALUE));
    }

    /** Products of many sizes, since kernels block inputs and outputs too. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "7, 5", "30, 13", "33, 16", "64, 17", "100, 48", "256, 70", "784, 64", "1024, 256"})
    void oneRecordComesToTheSameInEveryPlaceOfAPlan(int inputs, int units) throws NotCoveredException {
        ComputationGraph graph = EngineAgreement.architecture("{'encoder':[{'type':'dense','units':" + units
                        + ",'activation':'tanh'}],'decoder':{'type':'tied','output-activation':'sigmoid'}}")
                .toGraph(TensorShape.vector(inputs), Optimization.constant(new Optimizer.Adam()), 1);
        LayerChain chain = LayerChain.of(graph.getConfiguration());
        Parameters parameters = new Parameters(chain);
        parameters.load(Dl4jEngine.stateOf(graph));
        for (int number : new int[] {96, 48, 24, 6, 1}) {
            RecordBatch batch = copies(inputs, number);
            Reconstruction made = new Plan(
                            chain, batch, number, parameters, Plan.Use.INFERENCE, new stream(OneDnn.cpu()))
                    .reconstruct(batch, 0, number, Set.of(Wanted.VALUES));
            assertSameRows(made.codes(), number, "codes");
            assertSameRows(made.values(), number, "reconstructions");
        }
    }

    private static RecordBatch copies(int inputs, int number) {
        SplittableRandom random = new SplittableRandom(inputs);
        float[] record = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            record[i] = (float) random.nextDouble();
        }
        RecordBatch batch = RecordBatch.ofVectors(number, inputs);
        for (int i = 0; i < number; i++) {
            System.arraycopy(record, 0, batch.floats(), batch.add(), inputs);
        }
        return batch;
    }

    private static void assertSameRows(float[] values, int number, String what) {
        int size = values.length / number;
        for (int row = 1; row < number; row++) {
            assertEquals(
                    -1,
                    Arrays.mismatch(values, 0, size, values, row * size, (row + 1) * size),
                    what + " of row " + row + " of " + number);
        }
    }
}
