package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GraphTest {
    private static final TensorShape GREY = new TensorShape(1, 28, 28);
    private static final Optimization ADAM = Optimization.constant(new Optimizer.Adam());

    @Test
    void inputCodeAndReconstructionAreFlatUnderTheirNames() {
        ComputationGraph graph = convolutional().toGraph(GREY, ADAM, 1);
        Map<String, INDArray> activations = graph.feedForward(Nd4j.rand(5, 784), false);
        assertArrayEquals(
                new long[] {5, 4 * 14 * 14}, activations.get(Architecture.CODE).shape());
        assertArrayEquals(
                new long[] {5, 784},
                activations.get(Architecture.RECONSTRUCTION).shape());
        assertEquals(List.of(Architecture.INPUT), graph.getConfiguration().getNetworkInputs());
        assertEquals(
                List.of(Architecture.RECONSTRUCTION), graph.getConfiguration().getNetworkOutputs());
    }

    @Test
    void theSameSeedGivesTheSameParametersAndAnotherSeedOthers() {
        for (long seed : new long[] {0, 11, -559038737}) {
            INDArray first = dense().toGraph(GREY, ADAM, seed).params();
            Nd4j.rand(3, 3);
            assertEquals(first, dense().toGraph(GREY, ADAM, seed).params());
            assertNotEquals(first, dense().toGraph(GREY, ADAM, seed + 1).params());
        }
    }

    @Test
    void weightsAreGlorotUniformAndBiasesZero() {
        ComputationGraph graph = dense().toGraph(GREY, ADAM, 1);
        assertGlorot(graph.getParam("encoder-0_W"), 784, 64);
        assertEquals(0, graph.getParam("encoder-0_b").norm1Number().doubleValue());
        ComputationGraph spatial = new Architecture(
                        List.of(new Conv2d(64, 3, null, null)), new Decoder.Mirror(null), null, null)
                .toGraph(new TensorShape(8, 6, 6), ADAM, 1);
        assertGlorot(spatial.getParam("encoder-0_W"), 8 * 9, 64 * 9);
        assertEquals(0, spatial.getParam("encoder-0_b").norm1Number().doubleValue());
    }

    @Test
    void trainingLowersTheScoreOfEveryKindOfGraph() {
        for (Architecture architecture : List.of(dense(), convolutional())) {
            ComputationGraph graph = architecture.toGraph(GREY, ADAM, 1);
            INDArray batch = Nd4j.rand(DataType.FLOAT, 16, 784).muli(0.2);
            graph.fit(new INDArray[] {batch}, new INDArray[] {batch});
            double before = graph.score();
            for (int i = 0; i < 60; i++) {
                graph.fit(new INDArray[] {batch}, new INDArray[] {batch});
            }
            assertTrue(graph.score() < 0.9 * before, graph.score() + " after " + before);
        }
    }

    private static void assertGlorot(INDArray weights, double fanIn, double fanOut) {
        double bound = Math.sqrt(6 / (fanIn + fanOut));
        double largest = weights.amaxNumber().doubleValue();
        assertTrue(largest <= bound && largest > 0.98 * bound, largest + " should be just below " + bound);
        assertEquals(bound / Math.sqrt(3), weights.stdNumber().doubleValue(), 0.03 * bound);
    }

    private static Architecture dense() {
        return new Architecture(
                List.of(new Dense(64, new Activation.Relu())),
                new Decoder.Mirror(new Activation.Sigmoid()),
                new Loss.BinaryCrossEntropy(),
                List.of(new Penalty.ActivityL1(1e-5, BatchReduction.MEAN)));
    }

    private static Architecture convolutional() {
        return new Architecture(
                List.of(new Conv2d(4, 3, null, new Activation.Relu()), new MaxPooling2d(2, null)),
                new Decoder.Layers(List.of(
                        new Conv2d(4, 3, null, new Activation.Relu()),
                        new Upsampling2d(2),
                        new Conv2d(null, 3, null, new Activation.Sigmoid()))),
                null,
                null);
    }
}
