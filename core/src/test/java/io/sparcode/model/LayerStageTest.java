package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayerStageTest {
    private static final Optimization ADAM = Optimization.constant(new Optimizer.Adam());
    private static final String DEEP = "'encoder':[{'type':'dense','units':9,'activation':'relu'},"
            + "{'type':'dense','units':5,'activation':'tanh'},{'type':'dense','units':3,'activation':'linear'}],"
            + "'decoder':{'type':'mirror','output-activation':'sigmoid'}";
    private static final String MIXED = "'encoder':[{'type':'conv2d','filters':3,'kernel':3,'activation':'tanh'},"
            + "{'type':'max-pooling2d','size':2},{'type':'conv2d','filters':2,'kernel':3,'activation':'relu'},"
            + "{'type':'dense','units':5,'activation':'tanh'}],"
            + "'decoder':{'type':'mirror','output-activation':'sigmoid'}";
    /** Upsampling after the convolution that undoes pooling before it. */
    private static final String LATE_UPSAMPLING = "'encoder':[{'type':'reshape','channels':1,'height':8,'width':8},"
            + "{'type':'conv2d','filters':3,'kernel':3,'activation':'tanh'},{'type':'max-pooling2d','size':2},"
            + "{'type':'conv2d','filters':2,'kernel':3,'activation':'tanh'},{'type':'max-pooling2d','size':2}],"
            + "'decoder':[{'type':'conv2d','filters':3,'kernel':3},{'type':'upsampling2d','size':2},"
            + "{'type':'conv2d','filters':1,'kernel':3},{'type':'upsampling2d','size':2}]";

    private static Architecture architecture(String keys) {
        return Architecture.fromJson(("{" + keys + "}").replace('\'', '"'));
    }

    @Test
    void everyLayerWithWeightsIsAStageWithItsCounterpart() {
        List<LayerStage> stages = LayerStage.of(
                architecture(DEEP + ",'loss':'binary-cross-entropy','penalties':[{'type':'activity-l1','weight':0.1}]"),
                new TensorShape(1, 8, 8),
                new TensorShape(1, 8, 8));

        List<Penalty> penalties = List.of(new Penalty.ActivityL1(0.1, BatchReduction.MEAN));
        Activation relu = new Activation.Relu();
        Activation tanh = new Activation.Tanh();
        Activation sigmoid = new Activation.Sigmoid();
        assertEquals(
                List.of(
                        new LayerStage(
                                autoencoder(
                                        new Dense(9, relu),
                                        new Dense(64, sigmoid),
                                        new Loss.BinaryCrossEntropy(),
                                        List.of()),
                                new TensorShape(1, 8, 8),
                                new TensorShape(1, 8, 8),
                                0,
                                2),
                        new LayerStage(
                                autoencoder(new Dense(5, tanh), new Dense(9, relu), null, List.of()),
                                TensorShape.vector(9),
                                TensorShape.vector(9),
                                1,
                                1),
                        new LayerStage(
                                autoencoder(new Dense(3, null), new Dense(5, tanh), null, penalties),
                                TensorShape.vector(5),
                                TensorShape.vector(5),
                                2,
                                0)),
                stages);
    }

    private static Architecture autoencoder(Layer encoder, Layer decoder, Loss loss, List<Penalty> penalties) {
        return new Architecture(List.of(encoder), new Decoder.Layers(List.of(decoder)), loss, penalties);
    }

    @Test
    void layersWithoutWeightsGoWithTheLayerBeforeThem() {
        List<LayerStage> mirrored =
                LayerStage.of(architecture(MIXED), new TensorShape(2, 8, 8), new TensorShape(2, 8, 8));
        assertEquals(List.of(2, 1, 1), encoderSizes(mirrored));
        assertEquals(List.of(2, 1, 2), decoderSizes(mirrored));

        List<LayerStage> late =
                LayerStage.of(architecture(LATE_UPSAMPLING), new TensorShape(1, 8, 8), new TensorShape(1, 8, 8));
        assertEquals(List.of(3, 2), encoderSizes(late));
        assertEquals(List.of(2, 2), decoderSizes(late));
        assertEquals(new TensorShape(3, 4, 4), late.get(1).input());
    }

    private static List<Integer> encoderSizes(List<LayerStage> stages) {
        return stages.stream()
                .map(stage -> stage.architecture().encoder().size())
                .toList();
    }

    private static List<Integer> decoderSizes(List<LayerStage> stages) {
        return stages.stream()
                .map(stage -> stage.architecture()
                        .decoder()
                        .layers(List.of(), List.of())
                        .size())
                .toList();
    }

    @Test
    void penaltiesAreOnTheStageThatEndsWithTheCodeLayer() {
        String penalised = DEEP + ",'penalties':[{'type':'activity-l1','weight':0.1}],'code-layer':";
        assertEquals(List.of(0, 1, 0), penalties(penalised + "'encoder-1'"));
        assertEquals(List.of(0, 0, 1), penalties(penalised + "'encoder-2'"));
        assertEquals(List.of(0, 0, 0), penalties(penalised + "'decoder-0'"));
    }

    @Test
    void penaltiesOnWeightsAreOnEveryStageAndPatchesOnTheFirstAlone() {
        String keys = DEEP + ",'penalties':[{'type':'weight-l2','weight':0.1}],"
                + "'corruptions':[{'type':'random-patch','height':2,'width':2},{'type':'gaussian','sigma':0.5}]";
        TensorShape input = new TensorShape(1, 3, 4);
        List<LayerStage> stages = LayerStage.of(architecture(keys), input, input);
        assertEquals(List.of(1, 1, 1), penalties(keys.replace("{'type':'random-patch','height':2,'width':2},", "")));
        assertEquals(
                List.of(2, 1, 1),
                stages.stream()
                        .map(stage -> stage.architecture().corruptions().size())
                        .toList());
        assertEquals(
                new Corruption.Gaussian(0.5, false),
                stages.get(1).architecture().corruptions().get(0));
    }

    @Test
    void aDenseLayerThatGivesFewerValuesThanItsStageIsNotCentred() {
        Architecture whole = architecture("'encoder':[{'type':'conv2d','filters':4,'kernel':3,'activation':'relu'},"
                + "{'type':'max-pooling2d','size':2},{'type':'dense','units':6,'activation':'relu'}],"
                + "'decoder':[{'type':'dense','units':16,'activation':'relu'},"
                + "{'type':'reshape','channels':4,'height':2,'width':2},{'type':'upsampling2d','size':2},"
                + "{'type':'upsampling2d','size':2},{'type':'conv2d','kernel':3,'activation':'sigmoid'}]");
        TensorShape input = new TensorShape(1, 8, 8);
        LayerStage inner = LayerStage.of(whole, input, input).get(1);
        ComputationGraph graph = inner.toGraph(whole.toGraph(input, ADAM, 1), ADAM, 1);
        double[] means = new double[64];
        Arrays.fill(means, 1);
        inner.centre(graph, means);
        assertEquals(0, graph.getParam("decoder-0_b").norm1Number().doubleValue());
        assertTrue(graph.getParam("encoder-0_b").norm1Number().doubleValue() > 0);
    }

    @Test
    void whatCannotBeTrainedALayerAtATimeIsRefused() {
        String dense = "{'type':'dense','units':6,'activation':'relu'}";
        assertRefused("its layers have no weights of their own", "'encoder':[" + dense + "],'decoder':'tied'");
        assertRefused("not for encoder[0] (concrete)", "'encoder':[{'type':'concrete','units':3}],'decoder':'mirror'");
        assertRefused(
                "not for a variational encoder",
                "'encoder':[" + dense + ",{'type':'variational','units':3}],'decoder':'mirror'");
    }

    private static List<Integer> penalties(String keys) {
        return LayerStage.of(architecture(keys), TensorShape.vector(12), TensorShape.vector(12)).stream()
                .map(stage -> stage.architecture().penalties().size())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {DEEP, MIXED, LATE_UPSAMPLING})
    void stagesOneAfterTheOtherComputeWhatTheWholeGraphDoes(String keys) {
        TensorShape input = new TensorShape(1, 8, 8);
        ComputationGraph whole = architecture(keys).toGraph(input, ADAM, 1);
        INDArray records = Nd4j.rand(DataType.FLOAT, 4, input.size());
        List<LayerStage> stages = LayerStage.of(architecture(keys), input, input);
        INDArray codes = records;
        for (LayerStage stage : stages) {
            codes = stage.toGraph(whole, ADAM, 2)
                    .output(List.of(Architecture.CODE), false, new INDArray[] {codes}, null)[0];
        }
        assertClose(whole.output(List.of(Architecture.CODE), false, new INDArray[] {records}, null)[0], codes);
    }

    private static void assertClose(INDArray expected, INDArray actual) {
        assertArrayEquals(
                expected.dup('c').data().asFloat(), actual.dup('c').data().asFloat(), 1e-6f);
    }

    @ParameterizedTest
    @ValueSource(strings = {DEEP, MIXED, LATE_UPSAMPLING})
    void everyParameterBelongsToOneStage(String keys) {
        TensorShape input = new TensorShape(1, 8, 8);
        ComputationGraph source = architecture(keys).toGraph(input, ADAM, 1);
        ComputationGraph copy = architecture(keys).toGraph(input, ADAM, 2);
        long parameters = 0;
        for (LayerStage stage : LayerStage.of(architecture(keys), input, input)) {
            ComputationGraph graph = stage.toGraph(source, ADAM, 3);
            parameters += graph.numParams();
            stage.putInto(copy, graph);
        }
        assertEquals(source.numParams(), parameters);
        assertEquals(source.params(), copy.params());
    }

    @Test
    void aCentredStageEncodesTheMeanAsZeroAndReconstructsItFromThat() {
        Architecture architecture = architecture("'encoder':[{'type':'dense','units':9,'activation':'relu'},"
                + "{'type':'dense','units':5,'activation':'linear'}],'decoder':'mirror'");
        LayerStage stage = LayerStage.of(architecture, TensorShape.vector(12), TensorShape.vector(12))
                .get(1);
        ComputationGraph graph = stage.toGraph(architecture.toGraph(TensorShape.vector(12), ADAM, 1), ADAM, 1);
        double[] means = {3, 0, 5, 1, 2, 0.5, 4, 6, 1};

        stage.centre(graph, means);

        INDArray[] made = graph.output(
                List.of(Architecture.CODE, Architecture.RECONSTRUCTION),
                false,
                new INDArray[] {Nd4j.create(new double[][] {means}).castTo(DataType.FLOAT)},
                null);
        assertArrayEquals(new float[5], made[0].dup().data().asFloat(), 1e-5f);
        assertArrayEquals(means, made[1].dup().data().asDouble(), 1e-5);
    }

    @Test
    void aDecoderThatIsNoMirrorIsRefused() {
        assertRefused(
                "the encoder has 1 layers with weights, the decoder 2;",
                "'encoder':[{'type':'dense','units':9}]," + "'decoder':[{'type':'dense','units':9},{'type':'dense'}]");
        assertRefused(
                "decoder[1] (dense) takes [7], its counterpart encoder[0] (dense) ends in [9];",
                "'encoder':[{'type':'dense','units':9},{'type':'dense','units':4}],"
                        + "'decoder':[{'type':'dense','units':7},{'type':'dense'}]");
        assertRefused(
                "decoder[1] (conv2d) takes [36], its counterpart encoder[0] (conv2d) ends in [9, 2, 2];",
                "'encoder':[{'type':'conv2d','filters':9,'kernel':3},{'type':'max-pooling2d','size':4},"
                        + "{'type':'dense','units':4}],"
                        + "'decoder':[{'type':'dense','units':36},{'type':'conv2d','filters':64,'kernel':1}]");
    }

    private static void assertRefused(String reason, String keys) {
        ArchitectureException refused = assertThrows(
                ArchitectureException.class,
                () -> LayerStage.of(architecture(keys), new TensorShape(1, 8, 8), new TensorShape(1, 8, 8)));
        assertTrue(refused.getMessage().contains(reason), refused::getMessage);
        assertTrue(
                refused.getMessage().endsWith("; train.layerwise-epochs = 0 trains the graph at once"),
                refused::getMessage);
    }
}
