package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureShapeTest {
    private static final TensorShape GREY = new TensorShape(1, 28, 28);
    private static final Activation RELU = new Activation.Relu();
    private static final Activation SIGMOID = new Activation.Sigmoid();

    @Test
    void theCodeOfADenseEncoderIsAVector() {
        assertEquals(
                TensorShape.vector(64),
                architecture(mirror(), dense(128), dense(64)).codeShape(GREY));
    }

    @Test
    void theCodeOfAConvolutionalEncoderKeepsItsPlanes() {
        Architecture architecture = architecture(mirror(), conv(4, Border.SAME), pool());
        assertEquals(new TensorShape(4, 14, 14), architecture.codeShape(GREY));
    }

    @Test
    void theCodeIsTheOutputOfAnyHiddenLayer() {
        List<Layer> encoder = List.of(conv(4, Border.SAME), pool(), dense(10));
        assertEquals(new TensorShape(4, 28, 28), coded(encoder, "encoder-0").codeShape(GREY));
        assertEquals(new TensorShape(4, 14, 14), coded(encoder, "encoder-1").codeShape(GREY));
        assertEquals(
                coded(encoder, null).codeShape(GREY),
                coded(encoder, "encoder-2").codeShape(GREY));
        assertEquals(TensorShape.vector(784), coded(encoder, "decoder-0").codeShape(GREY));
        assertEquals(new TensorShape(4, 28, 28), coded(encoder, "decoder-2").codeShape(GREY));
    }

    @Test
    void aCodeLayerThatIsNotAHiddenLayerIsRefused() {
        for (String name : List.of("encoder-1", "decoder-1", "code", "")) {
            assertRefused(
                    "code-layer must be one of encoder-0, decoder-0, was " + name,
                    new Architecture(
                            List.of(dense(9)),
                            new Decoder.Layers(List.of(dense(12), new Dense(null, SIGMOID))),
                            null,
                            null,
                            null,
                            name),
                    GREY);
        }
    }

    private static Architecture coded(List<Layer> encoder, String codeLayer) {
        return new Architecture(encoder, mirror(), null, null, null, codeLayer);
    }

    @Test
    void poolingWithBorderSameRoundsUpAndWithValidDown() {
        assertEquals(new TensorShape(3, 4, 4), new MaxPooling2d(2, Border.SAME).outputShape(new TensorShape(3, 7, 7)));
        assertEquals(new TensorShape(3, 3, 3), new MaxPooling2d(2, Border.VALID).outputShape(new TensorShape(3, 7, 7)));
    }

    @Test
    void moreThanThereIsCannotBeKeptOrSelected() {
        assertRefused(
                "encoder[1] (k-sparse): k must be less than the 5 values there are, was 5",
                architecture(mirror(), dense(5), new KSparse(5)),
                GREY);
        assertRefused(
                "encoder[0] (concrete): units must be at most the 784 inputs there are to select, was 785",
                architecture(mirror(), new Concrete(785, null, null)),
                GREY);
    }

    @Test
    void tiedWeightsAreOfDenseLayersOnly() {
        assertRefused(
                "decoder = tied needs an encoder of dense layers and dropout, encoder[0] is conv2d",
                architecture(new Decoder.Tied(null), conv(4, Border.SAME)),
                GREY);
    }

    @Test
    void aReconstructionOfAnotherShapeIsRefusedWithTheLayerNamed() {
        Architecture architecture = architecture(
                new Decoder.Layers(List.of(
                        conv(8, Border.SAME),
                        new Upsampling2d(2),
                        new Upsampling2d(2),
                        new Conv2d(null, 3, Border.VALID, SIGMOID))),
                conv(8, Border.SAME),
                pool(),
                pool());
        assertRefused("decoder[3] (conv2d) gives [1, 26, 26], the input is [1, 28, 28]", architecture, GREY);
    }

    @Test
    void aDenseReconstructionIsAsLargeAsTheInputWhateverItsShape() {
        Architecture architecture =
                architecture(new Decoder.Layers(List.of(new Dense(null, SIGMOID))), conv(8, Border.SAME));
        assertEquals(new TensorShape(8, 5, 6), architecture.codeShape(new TensorShape(3, 5, 6)));
        assertRefused(
                "decoder[0] (dense) gives [7], the input is [3, 5, 6]",
                architecture(new Decoder.Layers(List.of(dense(7))), dense(2)),
                new TensorShape(3, 5, 6));
    }

    @Test
    void aTargetOfAnotherShapeIsWhatTheLastLayerLeadsTo() {
        TensorShape low = new TensorShape(1, 14, 14);
        TensorShape colour = new TensorShape(3, 28, 28);
        Architecture upscaling = architecture(
                new Decoder.Layers(List.of(new Upsampling2d(2), new Conv2d(null, 3, null, SIGMOID))),
                conv(4, Border.SAME));
        assertEquals(new TensorShape(4, 14, 14), upscaling.codeShape(low, colour));
        assertEquals(
                4 * 10 + 3 * (4 * 9 + 1),
                upscaling
                        .toGraph(low, colour, Optimization.constant(new Optimizer.Adam()), 0)
                        .numParams());
        Architecture dense = architecture(new Decoder.Layers(List.of(new Dense(null, SIGMOID))), dense(2));
        assertEquals(TensorShape.vector(2), dense.codeShape(low, colour));
        assertTargetRefused("decoder[1] (conv2d) gives [3, 28, 28], the target is [3, 14, 28]", upscaling, low);
        assertTargetRefused(
                "decoder = mirror leads back to the input's shape [1, 14, 14], the target is [3, 14, 28]; write the decoder"
                        + " out",
                architecture(mirror(), dense(2)),
                low);
    }

    private static void assertTargetRefused(String message, Architecture architecture, TensorShape input) {
        assertEquals(
                message,
                assertThrows(
                                ArchitectureException.class,
                                () -> architecture.codeShape(input, new TensorShape(3, 14, 28)))
                        .getMessage());
    }

    @Test
    void aWindowLargerThanTheImageIsRefused() {
        assertRefused(
                "encoder[0] (conv2d): a window of 3x3 with border valid does not fit [1, 2, 28], at most 2 does",
                architecture(new Decoder.Layers(List.of(dense(56))), conv(4, Border.VALID)),
                new TensorShape(1, 2, 28));
    }

    @Test
    void unitsMayBeLeftOutOnlyInTheLastDecoderLayer() {
        assertRefused(
                "encoder[0] (dense): units is missing; only the decoder's last layer may leave it out",
                architecture(mirror(), new Dense(null, RELU)),
                GREY);
        assertRefused(
                "decoder[0] (conv2d): filters is missing; only the decoder's last layer may leave it out",
                architecture(
                        new Decoder.Layers(List.of(new Conv2d(null, 3, null, RELU), new Dense(null, RELU))), pool()),
                GREY);
    }

    @Test
    void reshapingToAnotherSizeIsRefused() {
        assertRefused(
                "decoder[0] (reshape): [2, 3, 3] has 18 values, the layer before gives 20 as [20]",
                architecture(new Decoder.Layers(List.of(new Reshape(2, 3, 3), new Dense(null, RELU))), dense(20)),
                GREY);
    }

    @Test
    void aShapeThatOverflowsIsRefused() {
        assertRefused(
                "decoder[0] (upsampling2d): an input of [4, 28, 28] gives more values than 2147483647",
                architecture(
                        new Decoder.Layers(List.of(new Upsampling2d(5000), new Dense(null, RELU))),
                        conv(4, Border.SAME)),
                GREY);
    }

    @Test
    void aMirrorUndoesEveryLayerWithTheActivationThatGaveTheSameShape() {
        Layer first = new Conv2d(16, 3, Border.SAME, new Activation.Tanh());
        List<Layer> encoder = List.of(first, pool(), conv(8, Border.SAME), dense(10));
        List<TensorShape> inputs =
                List.of(GREY, new TensorShape(16, 28, 28), new TensorShape(16, 14, 14), new TensorShape(8, 14, 14));
        assertEquals(
                List.of(
                        new Dense(8 * 14 * 14, RELU),
                        new Reshape(8, 14, 14),
                        new Conv2d(16, 3, Border.SAME, new Activation.Tanh()),
                        new Upsampling2d(2),
                        new Conv2d(1, 3, Border.SAME, SIGMOID)),
                mirror().layers(encoder, inputs));
        assertEquals(
                TensorShape.vector(10),
                architecture(mirror(), encoder.toArray(Layer[]::new)).codeShape(GREY));
    }

    @Test
    void aMirrorLeavesDropoutAndBatchNormalizationOutAndTakesTheirActivationOver() {
        BatchNormalization tanh = new BatchNormalization(0.9, 0.001, new Activation.Tanh());
        List<Layer> encoder =
                List.of(new Dropout(0.1), new Dense(9, null), tanh, dense(5), new BatchNormalization(), dense(3));
        List<TensorShape> inputs = List.of(
                GREY, GREY, TensorShape.vector(9), TensorShape.vector(9), TensorShape.vector(5), TensorShape.vector(5));
        assertEquals(
                List.of(dense(5), new Dense(9, new Activation.Tanh()), new Dense(784, SIGMOID)),
                mirror().layers(encoder, inputs));
    }

    @Test
    void aTransposedConvolutionEnlargesByItsStride() {
        TensorShape input = new TensorShape(3, 5, 7);
        assertEquals(new TensorShape(4, 10, 14), new Conv2dTranspose(4, 3, 2, Border.SAME, RELU).outputShape(input));
        assertEquals(new TensorShape(4, 11, 15), new Conv2dTranspose(4, 3, 2, Border.VALID, RELU).outputShape(input));
        assertEquals(new TensorShape(4, 5, 7), new Conv2dTranspose(4, 3, null, null, RELU).outputShape(input));
    }

    @Test
    void whatHasNoMirrorIsRefusedWithTheEncoderLayerNamed() {
        assertRefused(
                "decoder = mirror of encoder[1] (max-pooling2d): pooling of [4, 7, 7] by 2 has no mirror, height and width"
                        + " must be multiples of it; write the decoder out",
                architecture(mirror(), conv(4, Border.SAME), pool()),
                new TensorShape(1, 7, 7));
        assertRefused(
                "decoder = mirror of encoder[0] (conv2d): a convolution with border valid has no mirror; write the decoder"
                        + " out",
                architecture(mirror(), conv(4, Border.VALID)),
                GREY);
        assertRefused(
                "decoder = mirror of encoder[0] (conv2d-transpose): a transposed convolution with border valid or stride 2"
                        + " has no mirror; write the decoder out",
                architecture(mirror(), new Conv2dTranspose(4, 3, 2, Border.SAME, RELU)),
                GREY);
        assertRefused(
                "decoder = mirror needs a first encoder layer with weights, to give the output-activation to its"
                        + " counterpart; encoder[1] is average-pooling2d",
                architecture(mirror(), new BatchNormalization(), new AveragePooling2d(2, null)),
                GREY);
        assertRefused(
                "decoder = mirror needs a first encoder layer with weights, to give the output-activation to its"
                        + " counterpart; encoder[0] is max-pooling2d",
                architecture(mirror(), pool(), conv(4, Border.SAME)),
                GREY);
    }

    @Test
    void onlyASigmoidOutputIsAProbability() {
        assertTrue(architecture(mirror(), dense(3)).hasProbabilityOutput());
        assertFalse(
                architecture(new Decoder.Layers(List.of(dense(784))), dense(3)).hasProbabilityOutput());
    }

    private static Architecture architecture(Decoder decoder, Layer... encoder) {
        return new Architecture(List.of(encoder), decoder, null, null);
    }

    private static Decoder mirror() {
        return new Decoder.Mirror(SIGMOID);
    }

    private static Layer dense(int units) {
        return new Dense(units, RELU);
    }

    private static Layer conv(int filters, Border border) {
        return new Conv2d(filters, 3, border, RELU);
    }

    private static Layer pool() {
        return new MaxPooling2d(2, Border.SAME);
    }

    private static void assertRefused(String message, Architecture architecture, TensorShape input) {
        assertEquals(
                message,
                assertThrows(ArchitectureException.class, () -> architecture.codeShape(input))
                        .getMessage());
    }
}
