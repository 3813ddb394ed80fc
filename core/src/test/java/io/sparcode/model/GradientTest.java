package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
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
    private static final long SEED = 11;

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

    @Test
    void penaltiesOnWeights() {
        checkGradient(
                "{'encoder':[{'type':'conv2d','filters':2,'kernel':2,'activation':'tanh'},"
                        + "{'type':'dense','units':4,'activation':'tanh'}],"
                        + "'decoder':[{'type':'dense','activation':'sigmoid'}],"
                        + "'penalties':[{'type':'weight-l2','weight':0.05},{'type':'weight-l2','weight':0.01}]}",
                new TensorShape(1, 3, 3));
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
    @ValueSource(
            strings = {
                "{'encoder':[{'type':'dense','units':6,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'},"
                        + "'penalties':[{'type':'activity-kl','weight':0.05,'rho':0.1}]}",
                "{'encoder':[{'type':'dense','units':12,'activation':'tanh'},{'type':'k-sparse','k':3}],"
                        + "'decoder':{'type':'mirror'}}",
                "{'encoder':[{'type':'dense','units':7,'activation':'tanh'},{'type':'variational','units':3}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'},'loss':'binary-cross-entropy'}",
                "{'encoder':[{'type':'variational','units':4,'beta':2,'warm-up':3,'free-bits':0.1}],"
                        + "'decoder':{'type':'mirror'}}",
                "{'encoder':[{'type':'concrete','units':4,'start-temperature':2,'end-temperature':0.5}],"
                        + "'decoder':[{'type':'dense','units':5,'activation':'tanh'},{'type':'dense'}]}",
                "{'encoder':[{'type':'dense','units':6,'activation':'tanh'},"
                        + "{'type':'dense','units':3,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'tied','output-activation':'sigmoid'}}",
                "{'encoder':[{'type':'dense','units':6,'activation':'tanh'},{'type':'dropout','rate':0.3},"
                        + "{'type':'dense','units':3,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'tied'},'penalties':[{'type':'weight-l2','weight':0.1}]}",
                "{'encoder':[{'type':'dense','units':4,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'tied'},'penalties':[{'type':'contractive','weight':0.1}]}"
            })
    void flavours(String json) {
        checkGradient(json, TensorShape.vector(9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'type':'dense','units':4,'activation':'sigmoid'}] : {'weight':0.1}",
                "[{'type':'dense','units':4,'activation':'leaky-relu'}] : {'weight':0.1}",
                "[{'type':'dense','units':6,'activation':'tanh'},{'type':'dense','units':3,'activation':'sigmoid'}]"
                        + " : {'weight':0.1}",
                "[{'type':'dense','units':6,'activation':'tanh'},{'type':'dense','units':3,'activation':'linear'},"
                        + "{'type':'dense','units':5,'activation':'sigmoid'}]"
                        + " : {'weight':0.1,'exact-up-to':2,'projections':3}",
                "[{'type':'conv2d','filters':4,'kernel':2,'activation':'tanh'},"
                        + "{'type':'average-pooling2d','size':2},{'type':'reshape','channels':9,'height':2,'width':2},"
                        + "{'type':'conv2d','filters':2,'kernel':2,'activation':'sigmoid'}]"
                        + " : {'weight':0.1,'exact-up-to':0}",
                "[{'type':'conv2d','filters':3,'kernel':2,'activation':'sigmoid'},{'type':'max-pooling2d','size':2},"
                        + "{'type':'conv2d','filters':2,'kernel':2,'border':'valid','activation':'tanh'},"
                        + "{'type':'upsampling2d','size':2}]"
                        + " : {'weight':0.1,'projections':2}"
            })
    void contractivePenalties(String encoderAndPenalty) {
        String[] parts = encoderAndPenalty.split(" : ");
        checkGradient(
                "{'encoder':" + parts[0] + ",'decoder':[{'type':'dense'}],'penalties':[{'type':'contractive',"
                        + parts[1].substring(1) + "]}",
                new TensorShape(1, 5, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'half-squared-norm'", "{'type':'gaussian','sigma':0.5}"})
    void losses(String loss) {
        checkGradient(
                "{'encoder':[{'type':'dense','units':4,'activation':'tanh'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'},'loss':" + loss + "}",
                TensorShape.vector(9));
    }

    @ParameterizedTest
    @CsvSource({"same, 3, 2", "same, 2, 2", "same, 4, 3", "valid, 3, 2", "valid, 2, 3", "same, 3, 1"})
    void transposedConvolutionsAndMeans(String border, int kernel, int stride) {
        checkGradient(
                "{'encoder':[{'type':'conv2d','filters':3,'kernel':3,'activation':'tanh'},"
                        + "{'type':'average-pooling2d','size':2,'border':'" + border + "'}],"
                        + "'decoder':[{'type':'conv2d-transpose','filters':2,'kernel':" + kernel + ",'stride':" + stride
                        + ",'border':'" + border + "','activation':'tanh'},"
                        + "{'type':'dense','activation':'sigmoid'}]}",
                new TensorShape(2, 5, 5));
    }

    @Test
    void batchNormalizationOfUnits() {
        checkGradient(
                "{'encoder':[{'type':'dense','units':5},{'type':'batch-normalization','activation':'tanh'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}",
                TensorShape.vector(9));
    }

    @Test
    void batchNormalizationOfChannels() {
        checkGradient(
                "{'encoder':[{'type':'conv2d','filters':3,'kernel':3},"
                        + "{'type':'batch-normalization','epsilon':0.01,'activation':'sigmoid'}],"
                        + "'decoder':[{'type':'conv2d','kernel':3,'activation':'sigmoid'}]}",
                new TensorShape(2, 4, 4));
    }

    @Test
    void dropout() {
        checkGradient(
                "{'encoder':[{'type':'dropout','rate':0.2},{'type':'dense','units':6,'activation':'tanh'},"
                        + "{'type':'dropout','rate':0.5}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}",
                TensorShape.vector(9));
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
        ComputationGraph graph = new ComputationGraph(architecture.toConfiguration(
                input, input, Optimization.constant(new Optimizer.Sgd(1)), 5, DataType.DOUBLE));
        graph.init();
        DataSet batch = batch(input.size());
        graph.setInput(0, batch.getFeatures());
        graph.setLabel(0, batch.getLabels());
        LayerNoise.seed(SEED);
        graph.computeGradientAndScore();
        assertEquals(graph.score(), score(graph, batch), 1e-12);

        INDArray parameters = graph.params();
        INDArray before = parameters.dup();
        // What a step of length 1 takes off is the whole gradient, with what is added when parameters are updated.
        LayerNoise.seed(SEED);
        graph.fit(batch);
        INDArray gradient = before.sub(parameters);
        parameters.assign(before);
        for (var layer : graph.getLayers()) {
            layer.setIterationCount(0);
        }
        double largest = 0;
        BitSet statistics = RunningStatistics.places(graph);
        for (int i = statistics.nextClearBit(0); i < parameters.length(); i = statistics.nextClearBit(i + 1)) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + STEP);
            double above = score(graph, batch);
            parameters.putScalar(i, value - STEP);
            double below = score(graph, batch);
            parameters.putScalar(i, value);
            double backpropagated = gradient.getDouble(i);
            assertEquals((above - below) / (2 * STEP), backpropagated, 1e-8, "parameter " + i);
            largest = Math.max(largest, Math.abs(backpropagated));
        }
        assertTrue(largest > 1e-3, "the gradient must not vanish, its largest component is " + largest);
    }

    /** The score with the same random numbers every time. */
    private static double score(ComputationGraph graph, DataSet batch) {
        LayerNoise.seed(SEED);
        return graph.score(batch, true);
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
