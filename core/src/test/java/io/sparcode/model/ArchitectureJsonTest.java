package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureJsonTest {
    private static final String LAYERS =
            "average-pooling2d, batch-normalization, concrete, conv2d, conv2d-transpose, dense, dropout, k-sparse,"
                    + " max-pooling2d, reshape, upsampling2d, variational";
    private static final String DENSE = "{\"type\":\"dense\",\"units\":64,\"activation\":\"sigmoid\"}";

    @Test
    void everyPartComesBackFromItsJson() {
        Architecture architecture = new Architecture(
                List.of(
                        new Conv2d(16, 3, Border.VALID, new Activation.LeakyRelu(0.2)),
                        new MaxPooling2d(2, Border.SAME),
                        new Dense(7, new Activation.Tanh())),
                new Decoder.Layers(List.of(
                        new Dense(64, new Activation.Relu()),
                        new Reshape(16, 2, 2),
                        new Upsampling2d(2),
                        new Conv2d(null, 3, Border.SAME, new Activation.Sigmoid()))),
                new Loss.BinaryCrossEntropy(),
                List.of(new Penalty.ActivityL1(1e-5, BatchReduction.SUM)),
                List.of(
                        new Corruption.Gaussian(0.5, false),
                        new Corruption.SaltAndPepper(0.1),
                        new Corruption.RandomPatch(2, 3, 0.5),
                        new Corruption.Masking(0)),
                "encoder-0");
        assertEquals(architecture, Architecture.fromJson(architecture.toJson()));
    }

    @Test
    void layersWithoutWeightsLossesAndPenaltiesOnWeightsComeBackToo() {
        Architecture architecture = new Architecture(
                List.of(
                        new Dropout(0.1),
                        new Conv2dTranspose(2, 3, 2, Border.VALID, new Activation.Relu()),
                        new BatchNormalization(0.9, 1e-3, new Activation.Tanh()),
                        new AveragePooling2d(2, Border.VALID)),
                new Decoder.Layers(List.of(new Dense(null, new Activation.Sigmoid()))),
                new Loss.Gaussian(0.5),
                List.of(new Penalty.WeightL2(1e-3)));
        assertEquals(architecture, Architecture.fromJson(architecture.toJson()));
        assertEquals(
                new BatchNormalization(),
                Architecture.fromJson("{\"encoder\":[\"batch-normalization\"],\"decoder\":[{\"type\":\"dense\"}]}")
                        .encoder()
                        .get(0));
    }

    @Test
    void whatIsLeftOutHasADefault() {
        Architecture architecture = Architecture.fromJson(
                "{\"encoder\":[{\"type\":\"conv2d\",\"filters\":4,\"kernel\":3},{\"type\":\"max-pooling2d\",\"size\":2}],"
                        + "\"decoder\":\"mirror\",\"penalties\":[{\"type\":\"activity-l1\",\"weight\":0.5}]}");
        assertEquals(
                new Architecture(
                        List.of(
                                new Conv2d(4, 3, Border.SAME, new Activation.Linear()),
                                new MaxPooling2d(2, Border.SAME)),
                        new Decoder.Mirror(new Activation.Linear()),
                        new Loss.MeanSquaredError(),
                        List.of(new Penalty.ActivityL1(0.5, BatchReduction.MEAN)),
                        List.of(),
                        null),
                architecture);
    }

    @Test
    void theWrittenFormSaysEverySettingAndNamesPlainPartsByTheirKindAlone() {
        Architecture architecture = new Architecture(
                List.of(new Dense(64, new Activation.LeakyRelu())),
                new Decoder.Mirror(new Activation.Sigmoid()),
                null,
                List.of(new Penalty.ActivityL1(1e-5, null)),
                List.of(new Corruption.Masking(0.5), new Corruption.Gaussian(0.25, null)),
                null);
        assertEquals(
                "{\"encoder\":[{\"type\":\"dense\",\"units\":64,"
                        + "\"activation\":{\"type\":\"leaky-relu\",\"alpha\":0.01}}],"
                        + "\"decoder\":{\"type\":\"mirror\",\"output-activation\":\"sigmoid\"},"
                        + "\"loss\":\"mean-squared-error\","
                        + "\"penalties\":[{\"type\":\"activity-l1\",\"weight\":1.0E-5,\"reduction\":\"mean\"}],"
                        + "\"corruptions\":[{\"type\":\"masking\",\"rate\":0.5},"
                        + "{\"type\":\"gaussian\",\"sigma\":0.25,\"clipped\":true}]}",
                architecture.toJson());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"dense","units":0}                      | model.encoder[1].units must be at least 1, was 0
        {"type":"dense","unitz":3}                      | model.encoder[1].unitz is not known, allowed are type, units, activation
        {"type":"dense","units":"many"}                 | model.encoder[1].units must be a whole number below 2^31, was many
        {"type":"dense","units":2.5}                    | model.encoder[1].units must be a whole number below 2^31, was 2.5
        {"type":"densest","units":3}                    | model.encoder[1].type must be one of LAYERS, was densest
        {"units":3}                                     | model.encoder[1].type is missing, allowed are LAYERS
        {"type":"dense","units":3,"activation":"swish"} | model.encoder[1].activation must be one of linear, relu, leaky-relu, sigmoid, tanh, was swish
        {"type":"dense","units":3,"activation":{"type":"leaky-relu","alpha":1.5}} | model.encoder[1].activation.alpha must be at least 0 and less than 1, was 1.5
        {"type":"conv2d","filters":3}                   | model.encoder[1].kernel is missing
        {"type":"conv2d","filters":3,"kernel":0}        | model.encoder[1].kernel must be at least 1, was 0
        {"type":"conv2d","filters":3,"kernel":3,"border":"full"} | model.encoder[1].border must be one of same, valid, was full
        {"type":"max-pooling2d","size":1}               | model.encoder[1].size must be at least 2, was 1
        {"type":"upsampling2d","size":0}                | model.encoder[1].size must be at least 2, was 0
        {"type":"reshape","channels":0,"height":1,"width":1} | model.encoder[1].channels must be at least 1, was 0
        {"type":"average-pooling2d","size":1}           | model.encoder[1].size must be at least 2, was 1
        {"type":"dropout","rate":1}                     | model.encoder[1].rate must be at least 0 and less than 1, was 1.0
        {"type":"dropout"}                              | model.encoder[1].rate is missing
        {"type":"batch-normalization","decay":1}        | model.encoder[1].decay must be at least 0 and less than 1, was 1.0
        {"type":"batch-normalization","epsilon":0}      | model.encoder[1].epsilon must be greater than 0 and finite, was 0.0
        {"type":"conv2d-transpose","filters":3,"kernel":2,"stride":3} | model.encoder[1].kernel must be at least 3 (the stride, with border same), was 2
        {"type":"conv2d-transpose","filters":3,"kernel":2,"stride":0} | model.encoder[1].stride must be at least 1, was 0
        null                                            | model.encoder[1] must not be null
        {"type":"k-sparse","k":0}                       | model.encoder[1].k must be at least 1, was 0
        {"type":"k-sparse"}                             | model.encoder[1].k is missing
        {"type":"variational"}                          | model.encoder[1].units is missing
        {"type":"variational","units":2,"beta":-1}      | model.encoder[1].beta must be at least 0 and finite, was -1.0
        {"type":"variational","units":2,"warm-up":-1}   | model.encoder[1].warm-up must be at least 0 and finite, was -1.0
        {"type":"variational","units":2,"free-bits":"a"} | model.encoder[1].free-bits must be a number, was a
        {"type":"concrete","units":2,"start-temperature":0} | model.encoder[1].start-temperature must be greater than 0 and finite, was 0.0
        {"type":"concrete","units":2,"end-temperature":20} | model.encoder[1].end-temperature must be at most start-temperature (10.0), was 20.0
        7                                               | model.encoder[1] must be an object with type, or one of LAYERS, was 7
        """)
    void aLayerThatCannotBeIsRefusedWithItsKey(String layer, String message) {
        assertRefused(
                "{\"encoder\":[" + DENSE + "," + layer + "],\"decoder\":\"mirror\"}",
                message.replace("LAYERS", LAYERS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "encoder":[],"decoder":"mirror"                     | model.encoder must have at least 1 layer, had 0
        "decoder":"mirror"                                  | model.encoder must have at least 1 layer, had 0
        "encoder":7,"decoder":"mirror"                      | model.encoder must be a list, was 7
        "encoder":[%1$s]                                    | model.decoder is missing; allowed are a list of layers, or mirror
        "encoder":[%1$s],"decoder":[]                       | model.decoder must have at least 1 layer, had 0
        "encoder":[%1$s],"decoder":[{"type":"dense","units":-1}] | model.decoder[0].units must be at least 1, was -1
        "encoder":[%1$s],"decoder":"twin"                   | model.decoder must be one of tied, mirror, was twin
        "encoder":[%1$s],"decoder":{"type":"mirror","output":"relu"} | model.decoder.output is not known, allowed are type, output-activation
        "encoder":[%1$s],"decoder":"mirror","lozz":1        | model.lozz is not known, allowed are encoder, decoder, loss, penalties, corruptions, code-layer
        "encoder":[%1$s],"decoder":"mirror","loss":"hinge"  | model.loss must be one of mean-squared-error, binary-cross-entropy, half-squared-norm, gaussian, was hinge
        "encoder":[%1$s],"decoder":"mirror","loss":{"type":"gaussian","sigma":0} | model.loss.sigma must be greater than 0 and finite, was 0.0
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"weight-l2","weight":-1}] | model.penalties[0].weight must be at least 0 and finite, was -1.0
        "encoder":[%1$s],"decoder":"mirror","code-layer":1  | model.code-layer must be text, was 1
        "encoder":[%1$s],"decoder":"mirror","loss":"binary-cross-entropy" | model.loss = binary-cross-entropy needs a sigmoid output, decoder = mirror has linear
        "encoder":[%1$s],"decoder":[%1$s,{"type":"dense"}],"loss":"binary-cross-entropy" | model.loss = binary-cross-entropy needs a sigmoid output, decoder[1] (dense) has linear
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"activity-l1","weight":-1}] | model.penalties[0].weight must be at least 0 and finite, was -1.0
        "encoder":[{"type":"variational","units":3},%1$s],"decoder":"mirror" | model.encoder[0] (variational) must be the encoder's last layer, 1 follow it
        "encoder":[%1$s,{"type":"concrete","units":3}],"decoder":"mirror" | model.encoder[1] (concrete) selects inputs and must be the encoder's first layer; encoder[0] is dense
        "encoder":[%1$s],"decoder":[{"type":"variational","units":3}] | model.decoder[0] (variational) belongs in an encoder, not in a decoder
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"activity-kl","weight":1,"rho":1}] | model.penalties[0].rho must be at least 0 and less than 1, was 1.0
        "encoder":[{"type":"dense","units":3}],"decoder":"mirror","penalties":[{"type":"activity-kl","weight":1,"rho":0.1}] | model.penalty activity-kl needs a sigmoid code, the code's layer (dense) has linear
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"contractive","weight":1},{"type":"contractive","weight":2}] | model.penalty contractive can be given once, was given 2 times
        "encoder":[%1$s,{"type":"dropout","rate":0.5}],"decoder":"mirror","penalties":[{"type":"contractive","weight":1}] | model.penalty contractive needs dense, conv2d, max-pooling2d, average-pooling2d, upsampling2d and reshape layers up to the code, had dropout
        "encoder":[{"type":"max-pooling2d","size":2}],"decoder":[%1$s],"penalties":[{"type":"activity-l1","weight":1}] | model.penalty activity-l1 needs a layer with weights up to the code, had only max-pooling2d
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"activity-l1"}] | model.penalties[0].weight is missing
        "encoder":[%1$s],"decoder":"mirror","corruptions":[{"type":"masking","rate":1}] | model.corruptions[0].rate must be at least 0 and less than 1, was 1.0
        "encoder":[%1$s],"decoder":"mirror","corruptions":[{"type":"salt-and-pepper"}] | model.corruptions[0].rate is missing
        "encoder":[%1$s],"decoder":"mirror","corruptions":[{"type":"gaussian","sigma":-1}] | model.corruptions[0].sigma must be at least 0 and finite, was -1.0
        "encoder":[%1$s],"decoder":"mirror","corruptions":[{"type":"gaussian","sigma":1,"clipped":"yes"}] | model.corruptions[0].clipped must be true or false, was yes
        "encoder":[%1$s],"decoder":"mirror","corruptions":[{"type":"random-patch","height":0,"width":1}] | model.corruptions[0].height must be at least 1, was 0
        "encoder":[%1$s],"decoder":"mirror","corruptions":[{"type":"random-patch","height":1,"width":1,"value":"black"}] | model.corruptions[0].value must be a number, was black
        "encoder":[%1$s],"decoder":"mirror","corruptions":["blur"] | model.corruptions[0] must be one of masking, gaussian, salt-and-pepper, random-patch, was blur
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"activity-l1","weight":1,"reduction":"max"}] | model.penalties[0].reduction must be one of sum, mean, was max
        """)
    void anArchitectureThatCannotBeIsRefusedWithItsKey(String keys, String message) {
        assertRefused("{" + String.format(keys, DENSE) + "}", message);
    }

    @Test
    void textThatIsNotJsonIsRefused() {
        String message = assertThrows(ArchitectureException.class, () -> Architecture.fromJson("encoder: []"))
                .getMessage();
        assertEquals("model is not JSON: Unrecognized token 'encoder'", message.substring(0, 47));
    }

    private static void assertRefused(String json, String message) {
        assertEquals(
                message,
                assertThrows(ArchitectureException.class, () -> Architecture.fromJson(json))
                        .getMessage());
    }
}
