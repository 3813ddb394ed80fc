package io.sparcode.model.engine;

import static io.sparcode.model.engine.EngineAgreement.ADAM;
import static io.sparcode.model.engine.EngineAgreement.agree;
import static io.sparcode.model.engine.EngineAgreement.architecture;
import static io.sparcode.model.engine.EngineAgreement.digits;
import static io.sparcode.model.engine.EngineAgreement.fill;
import static io.sparcode.model.engine.EngineAgreement.images;
import static io.sparcode.model.engine.EngineAgreement.optimizer;
import static io.sparcode.model.engine.EngineAgreement.vectors;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.NativeNumerics;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.TensorShape;
import io.sparcode.model.dl4j.BinaryCrossEntropyFromLogits;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J's own step is the oracle: after 50 steps of each, everything must be the same but for rounding. */
@NativeNumerics
class OneDnnEngineTest {
    @ParameterizedTest
    @CsvSource({
        "sigmoid, linear, mean-squared-error, mean",
        "tanh, sigmoid, mean-squared-error, sum",
        "relu, sigmoid, binary-cross-entropy, mean",
        "leaky-relu, tanh, mean-squared-error, mean",
        "linear, relu, mean-squared-error, sum"
    })
    void denseLayersActivationsLossesAndPenalties(String hidden, String output, String loss, String reduction) {
        agree(
                architecture("{'encoder':[{'type':'dense','units':20,'activation':'" + hidden + "'},"
                                + "{'type':'dense','units':7,'activation':'" + hidden + "'}],"
                                + "'decoder':{'type':'mirror','output-activation':'" + output + "'},"
                                + "'loss':'" + loss + "',"
                                + "'penalties':[{'type':'activity-l1','weight':0.001,'reduction':'" + reduction + "'},"
                                + "{'type':'activity-l1','weight':0.002,'reduction':'mean'}]}")
                        .toGraph(TensorShape.vector(30), optimizer(ADAM), 1),
                vectors(9, 30));
    }

    /** The last part of the outputs has fewer: 218, 218 and 64 of 500, and 64, 64 and 2 of 130. */
    @ParameterizedTest
    @CsvSource({"600, 500", "2500, 130"})
    void denseLayersWhoseGradientsComeInParts(int inputs, int units) {
        ChainLayer.Dense layer = new ChainLayer.Dense(inputs, units, new Elementwise(Elementwise.Kind.LINEAR, 0));
        assertTrue(layer.outputsAtATime() * 2 < units && units % layer.outputsAtATime() != 0, layer::toString);
        agree(
                architecture("{'encoder':[{'type':'dense','units':" + units + ",'activation':'tanh'}],"
                                + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}")
                        .toGraph(
                                TensorShape.vector(inputs),
                                optimizer("{'name':'nesterov','learning-rate':0.05,'momentum':0.9}"),
                                1),
                vectors(9, inputs));
    }

    @Test
    void errorsAreTheSameWhateverElseIsWanted() {
        ComputationGraph graph = architecture("{'encoder':[{'type':'dense','units':6,'activation':'tanh'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}")
                .toGraph(TensorShape.vector(30), optimizer(ADAM), 1);
        NetworkEngine engine = NetworkEngine.of(graph.getConfiguration().toJson());
        engine.load(Dl4jEngine.stateOf(graph), 1);
        RecordBatch batch = vectors(9, 30);
        fill(batch, 0, 9);
        NetworkEngine.Reconstruction all = engine.reconstruct(batch, EnumSet.allOf(Wanted.class));
        NetworkEngine.Reconstruction least = engine.reconstruct(batch, Set.of());
        assertArrayEquals(all.meanSquaredErrors(), least.meanSquaredErrors());
        assertArrayEquals(all.codes(), least.codes());
        assertNull(least.values());
        assertNull(least.crossEntropies());
    }

    @Test
    void crossEntropyOfASaturatedOutputIsNotNegative() {
        ComputationGraph graph = architecture("{'encoder':[{'type':'dense','units':2,'activation':'linear'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}")
                .toGraph(TensorShape.vector(30), optimizer(ADAM), 1);
        NetworkState start = Dl4jEngine.stateOf(graph);
        float[] parameters = start.parameters();
        // The output's biases, which come last.
        Arrays.fill(parameters, parameters.length - 30, parameters.length, 50);
        NetworkEngine engine = NetworkEngine.of(graph.getConfiguration().toJson());
        engine.load(new NetworkState(parameters, new float[0], 0), 1);
        RecordBatch batch = vectors(2, 30);
        for (int record = 0; record < 2; record++) {
            int offset = batch.add();
            Arrays.fill(batch.floats(), offset, offset + 30, 1);
        }
        for (double entropy :
                engine.reconstruct(batch, Set.of(Wanted.CROSS_ENTROPIES)).crossEntropies()) {
            assertTrue(entropy >= 0 && entropy < 1e-5, () -> "cross-entropy is " + entropy);
        }
    }

    @ParameterizedTest
    @CsvSource({"same, linear, 2", "valid, sigmoid, 3"})
    void convolutionsPoolingUpsamplingAndReshapingOfColourImages(String border, String output, int size) {
        agree(
                architecture("{'encoder':[{'type':'conv2d','filters':5,'kernel':3,'border':'" + border
                                + "','activation':'tanh'},"
                                + "{'type':'max-pooling2d','size':" + size + ",'border':'" + border + "'},"
                                + "{'type':'conv2d','filters':17,'kernel':2,'activation':'leaky-relu'}],"
                                + "'decoder':[{'type':'dense','units':96,'activation':'tanh'},"
                                + "{'type':'reshape','channels':6,'height':4,'width':4},"
                                + "{'type':'upsampling2d','size':3},"
                                + "{'type':'conv2d','kernel':2,'border':'valid','activation':'" + output + "'}],"
                                + "'penalties':[{'type':'activity-l1','weight':0.001,'reduction':'sum'}]}")
                        .toGraph(new TensorShape(3, 11, 11), optimizer(ADAM), 1),
                images(7, 3, 11 * 11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder-0", "encoder-1", "encoder-2", "decoder-0", "decoder-1", "decoder-2"})
    void anyHiddenLayerAsTheCode(String codeLayer) {
        agree(
                architecture("{'encoder':[{'type':'conv2d','filters':5,'kernel':3,'activation':'tanh'},"
                                + "{'type':'max-pooling2d','size':2},"
                                + "{'type':'dense','units':7,'activation':'tanh'}],"
                                + "'decoder':{'type':'mirror','output-activation':'sigmoid'},"
                                + "'code-layer':'" + codeLayer + "',"
                                + "'penalties':[{'type':'activity-l1','weight':0.001,'reduction':'sum'}]}")
                        .toGraph(new TensorShape(3, 8, 8), optimizer(ADAM), 1),
                images(7, 3, 8 * 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'sgd','learning-rate':0.1}",
                "{'name':'nesterov','learning-rate':0.05,'momentum':0.9}",
                "{'name':'adadelta'}",
                "{'name':'rmsprop','learning-rate':0.001}",
                "{'name':'adagrad','learning-rate':0.01}"
            })
    void everyOptimiser(String optimizer) {
        agree(
                architecture("{'encoder':[{'type':'dense','units':6,'activation':'tanh'}],"
                                + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}")
                        .toGraph(TensorShape.vector(30), optimizer(optimizer), 1),
                vectors(9, 30));
    }

    @Test
    void aGraphWrittenForDl4jWithTargetsOfItsOwn() {
        RecordBatch batch = vectors(9, 30);
        RecordBatch target = RecordBatch.ofVectors(9, 5);
        batch.setTarget(target);
        agree(graphOfDl4j(new Adam(1e-2), 5), batch);
    }

    @Test
    void corruptedImagesWithTheCleanOnesAsTarget() {
        RecordBatch corrupted = vectors(9, 784);
        corrupted.setTarget(digits(9));
        agree(
                architecture("{'encoder':[{'type':'dense','units':20,'activation':'relu'}],"
                                + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}")
                        .toGraph(new TensorShape(1, 28, 28), optimizer(ADAM), 1),
                corrupted);
    }

    @Test
    void imagesOfAnotherSizeAsTarget() {
        RecordBatch low = images(7, 1, 14 * 14);
        low.setTarget(digits(7));
        agree(
                architecture("{'encoder':[{'type':'conv2d','filters':3,'kernel':3,'activation':'tanh'}],"
                                + "'decoder':[{'type':'upsampling2d','size':2},"
                                + "{'type':'conv2d','kernel':3,'activation':'sigmoid'}]}")
                        .toGraph(new TensorShape(1, 14, 14), new TensorShape(1, 28, 28), optimizer(ADAM), 1),
                low);
    }

    @Test
    void withoutATargetThereAreCodesAndNoErrors() {
        ComputationGraph graph = architecture("{'encoder':[{'type':'dense','units':6,'activation':'tanh'}],"
                        + "'decoder':[{'type':'dense','activation':'sigmoid'}]}")
                .toGraph(TensorShape.vector(30), TensorShape.vector(7), optimizer(ADAM), 1);
        RecordBatch batch = vectors(9, 30);
        batch.setTarget(vectors(9, 7));
        fill(batch, 0, 9);
        for (NetworkEngine engine : List.of(
                NetworkEngine.of(graph.getConfiguration().toJson()),
                new Dl4jEngine(graph.getConfiguration().toJson()))) {
            engine.load(Dl4jEngine.stateOf(graph), 1);
            RecordBatch target = batch.target();
            NetworkEngine.Reconstruction with = engine.reconstruct(batch, EnumSet.allOf(Wanted.class));
            batch.removeTarget();
            NetworkEngine.Reconstruction without = engine.reconstruct(batch, EnumSet.allOf(Wanted.class));
            batch.setTarget(target);
            assertArrayEquals(with.codes(), without.codes());
            assertArrayEquals(with.values(), without.values());
            assertTrue(Arrays.stream(with.meanSquaredErrors()).allMatch(Double::isFinite));
            assertTrue(Arrays.stream(without.meanSquaredErrors()).allMatch(Double::isNaN));
            assertTrue(Arrays.stream(without.crossEntropies()).allMatch(Double::isNaN));
        }
    }

    @Test
    void whatIsNotCoveredIsComputedByDl4j() {
        ComputationGraphConfiguration configuration =
                graphOfDl4j(new Adam(1e-2), 30).getConfiguration();
        DenseLayer hidden =
                (DenseLayer) ((LayerVertex) configuration.getVertices().get("hidden"))
                        .getLayerConf()
                        .getLayer();
        hidden.setActivationFn(new ActivationSoftPlus());

        assertInstanceOf(Dl4jEngine.class, NetworkEngine.of(configuration.toJson()));
        NotCoveredException reason = assertThrows(NotCoveredException.class, () -> LayerChain.of(configuration));
        assertEquals("activation softplus", reason.getMessage());
        hidden.setActivationFn(new ActivationReLU());
        hidden.setIDropout(new Dropout(0.5));
        reason = assertThrows(NotCoveredException.class, () -> LayerChain.of(configuration));
        assertEquals("dropout", reason.getMessage());
        hidden.setIDropout(null);
        OutputLayer output =
                (OutputLayer) ((LayerVertex) configuration.getVertices().get("out"))
                        .getLayerConf()
                        .getLayer();
        output.setLossFn(new BinaryCrossEntropyFromLogits());
        reason = assertThrows(NotCoveredException.class, () -> LayerChain.of(configuration));
        assertEquals("binary cross-entropy of a TANH", reason.getMessage());
    }

    private static ComputationGraph graphOfDl4j(Adam updater, int outputs) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(30))
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder()
                                .nOut(8)
                                .activation(Activation.RELU)
                                .build(),
                        "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                                .nOut(outputs)
                                .activation(Activation.TANH)
                                .build(),
                        "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }
}
