package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The score of a small dense graph against the objective written out in plain Java. */
class ObjectiveTest {
    private static final int BATCH = 4;
    private static final int SIZE = 6;
    private static final int UNITS = 3;
    private static final double WEIGHT = 0.01;

    @ParameterizedTest
    @CsvSource({"MEAN, false", "SUM, false", "MEAN, true", "SUM, true"})
    void theScoreIsTheMeanLossPlusThePenalty(BatchReduction reduction, boolean crossEntropy) {
        Activation sigmoid = new Activation.Sigmoid();
        Architecture architecture = new Architecture(
                List.of(new Dense(UNITS, new Activation.Tanh())),
                new Decoder.Layers(List.of(new Dense(null, sigmoid))),
                crossEntropy ? new Loss.BinaryCrossEntropy() : new Loss.MeanSquaredError(),
                List.of(new Penalty.ActivityL1(WEIGHT, reduction)));
        ComputationGraph graph =
                architecture.toGraph(TensorShape.vector(SIZE), Optimization.constant(new Optimizer.Adam()), 3);
        double[][] inputs = new Random(1).doubles(BATCH).mapToObj(this::record).toArray(double[][]::new);

        double loss = 0;
        double penalty = 0;
        for (double[] input : inputs) {
            double[] code = layer(input, graph.getParam("encoder-0_W"), graph.getParam("encoder-0_b"));
            for (int i = 0; i < UNITS; i++) {
                code[i] = Math.tanh(code[i]);
                penalty += WEIGHT * Math.abs(code[i]);
            }
            double[] output = layer(code, graph.getParam("decoder-0_W"), graph.getParam("decoder-0_b"));
            for (int i = 0; i < SIZE; i++) {
                double y = 1 / (1 + Math.exp(-output[i]));
                loss += crossEntropy
                        ? -input[i] * Math.log(y) - (1 - input[i]) * Math.log(1 - y)
                        : (input[i] - y) * (input[i] - y);
            }
        }
        double expected = loss / (BATCH * SIZE) + penalty / (reduction == BatchReduction.SUM ? 1 : BATCH);

        INDArray batch = Nd4j.create(inputs).castTo(graph.params().dataType());
        assertEquals(expected, graph.score(new DataSet(batch, batch)), 1e-6);
        graph.fit(new INDArray[] {batch}, new INDArray[] {batch});
        assertEquals(expected, graph.score(), 1e-6);
    }

    private double[] record(double seed) {
        return new Random(Double.hashCode(seed)).doubles(SIZE).toArray();
    }

    private static double[] layer(double[] input, INDArray weights, INDArray bias) {
        double[] output = new double[(int) weights.size(1)];
        for (int j = 0; j < output.length; j++) {
            output[j] = bias.getDouble(j);
            for (int i = 0; i < input.length; i++) {
                output[j] += input[i] * weights.getDouble(i, j);
            }
        }
        return output;
    }
}
