package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Backpropagation through every part against central differences of the score, in double precision. */
class GradientTest {
    private static final double STEP = 1e-5;
    private static final int BATCH = 3;

    @ParameterizedTest
    @CsvSource({
        "sigmoid, linear, mean-squared-error, mean",
        "sigmoid, linear, mean-squared-error, sum",
        "tanh, sigmoid, mean-squared-error, sum",
        "relu, sigmoid, binary-cross-entropy, mean",
        "leaky-relu, tanh, mean-squared-error, mean",
        "linear, relu, mean-squared-error, sum"
    })
    void denseLayersActivationsLossesAndPenalties(String hidden, String output, String loss, String reduction) {
        checkGradient(
                "{'encoder':[{'type':'dense','units':7,'activation':'" + hidden + "'},"
                        + "{'type':'dense','units':4,'activation':'" + hidden + "'}],"
                        + "'decoder':{'type':'mirror','output-activation':'" + output + "'},"
                        + "'loss':'" + loss + "',"
                        + "'penalties':[{'type':'activity-l1','weight':0.05,'reduction':'" + reduction + "'},"
                        + "{'type':'activity-l1','weight':0.02,'reduction':'mean'}]}",
                TensorShape.vector(9));
    }

    @ParameterizedTest
    @CsvSource({"same, linear", "valid, sigmoid"})
    void convolutionsPoolingUpsamplingAndReshaping(String border, String output) {
        checkGradient(
                "{'encoder':[{'type':'conv2d','filters':3,'kernel':3,'border':'" + border + "','activation':'tanh'},"
                        + "{'type':'max-pooling2d','size':2,'border':'" + border + "'},"
                        + "{'type':'conv2d','filters':2,'kernel':2,'activation':'tanh'}],"
                        + "'decoder':[{'type':'dense','units':18,'activation':'tanh'},"
                        + "{'type':'reshape','channels':2,'height':3,'width':3},"
                        + "{'type':'upsampling2d','size':2},"
                        + "{'type':'conv2d','kernel':2,'border':'valid','activation':'" + output + "'}],"
                        + "'penalties':[{'type':'activity-l1','weight':0.05,'reduction':'sum'}]}",
                new TensorShape(2, 5, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder-0", "encoder-1", "encoder-2", "decoder-0", "decoder-1", "decoder-2"})
    void penaltiesOnAnyHiddenLayer(String codeLayer) {
        checkGradient(
                "{'encoder':[{'type':'conv2d','filters':3,'kernel':3,'activation':'tanh'},"
                        + "{'type':'max-pooling2d','size':2},"
                        + "{'type':'dense','units':5,'activation':'tanh'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'},"
                        + "'code-layer':'" + codeLayer + "',"
                        + "'penalties':[{'type':'activity-l1','weight':0.05,'reduction':'sum'}]}",
                new TensorShape(2, 4, 4));
    }

    private static void checkGradient(String json, TensorShape input) {
        NativeBackend.prepare();
        Architecture architecture = Architecture.fromJson(json.replace('\'', '"'));
        ComputationGraph graph = new ComputationGraph(
                architecture.toConfiguration(input, Optimization.constant(new Optimizer.Sgd()), 5, DataType.DOUBLE));
        graph.init();
        DataSet batch = batch(input.size());
        graph.setInput(0, batch.getFeatures());
        graph.setLabel(0, batch.getLabels());
        graph.computeGradientAndScore();
        assertEquals(graph.score(), graph.score(batch, true), 1e-12);

        INDArray gradient = graph.gradient().gradient().dup();
        INDArray parameters = graph.params();
        double largest = 0;
        for (long i = 0; i < parameters.length(); i++) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + STEP);
            double above = graph.score(batch, true);
            parameters.putScalar(i, value - STEP);
            double below = graph.score(batch, true);
            parameters.putScalar(i, value);
            // DL4J divides by the size of the batch when it updates.
            double backpropagated = gradient.getDouble(i) / BATCH;
            assertEquals((above - below) / (2 * STEP), backpropagated, 1e-8, "parameter " + i);
            largest = Math.max(largest, Math.abs(backpropagated));
        }
        assertTrue(largest > 1e-3, "the gradient must not vanish, its largest component is " + largest);
    }

    /** Records in [0, 1] whose target differs from the input. */
    private static DataSet batch(int size) {
        Random random = new Random(7);
        List<INDArray> arrays = List.of(
                Nd4j.create(random.doubles((long) BATCH * size).toArray(), new long[] {BATCH, size}, 'c'),
                Nd4j.create(random.doubles((long) BATCH * size).toArray(), new long[] {BATCH, size}, 'c'));
        return new DataSet(arrays.get(0), arrays.get(1));
    }
}
