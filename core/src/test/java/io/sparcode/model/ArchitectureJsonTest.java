package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureJsonTest {
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
                "encoder-1");
        assertEquals(architecture, Architecture.fromJson(architecture.toJson()));
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
                        List.of(new Penalty.ActivityL1(0.5, BatchReduction.MEAN))),
                architecture);
    }

    @Test
    void theWrittenFormSaysEverySettingAndNamesPlainPartsByTheirKindAlone() {
        Architecture architecture = new Architecture(
                List.of(new Dense(64, new Activation.LeakyRelu())),
                new Decoder.Mirror(new Activation.Sigmoid()),
                null,
                List.of(new Penalty.ActivityL1(1e-5, null)));
        assertEquals(
                "{\"encoder\":[{\"type\":\"dense\",\"units\":64,"
                        + "\"activation\":{\"type\":\"leaky-relu\",\"alpha\":0.01}}],"
                        + "\"decoder\":{\"type\":\"mirror\",\"output-activation\":\"sigmoid\"},"
                        + "\"loss\":\"mean-squared-error\","
                        + "\"penalties\":[{\"type\":\"activity-l1\",\"weight\":1.0E-5,\"reduction\":\"mean\"}]}",
                architecture.toJson());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"dense","units":0}                      | model.encoder[1].units must be at least 1, was 0
        {"type":"dense","unitz":3}                      | model.encoder[1].unitz is not known, allowed are type, units, activation
        {"type":"dense","units":"many"}                 | model.encoder[1].units must be a whole number below 2^31, was many
        {"type":"dense","units":2.5}                    | model.encoder[1].units must be a whole number below 2^31, was 2.5
        {"type":"densest","units":3}                    | model.encoder[1].type must be one of conv2d, dense, max-pooling2d, reshape, upsampling2d, was densest
        {"units":3}                                     | model.encoder[1].type is missing, allowed are conv2d, dense, max-pooling2d, reshape, upsampling2d
        {"type":"dense","units":3,"activation":"swish"} | model.encoder[1].activation must be one of linear, relu, leaky-relu, sigmoid, tanh, was swish
        {"type":"dense","units":3,"activation":{"type":"leaky-relu","alpha":1.5}} | model.encoder[1].activation.alpha must be at least 0 and less than 1, was 1.5
        {"type":"conv2d","filters":3}                   | model.encoder[1].kernel is missing
        {"type":"conv2d","filters":3,"kernel":0}        | model.encoder[1].kernel must be at least 1, was 0
        {"type":"conv2d","filters":3,"kernel":3,"border":"full"} | model.encoder[1].border must be one of same, valid, was full
        {"type":"max-pooling2d","size":1}               | model.encoder[1].size must be at least 2, was 1
        {"type":"upsampling2d","size":0}                | model.encoder[1].size must be at least 2, was 0
        {"type":"reshape","channels":0,"height":1,"width":1} | model.encoder[1].channels must be at least 1, was 0
        null                                            | model.encoder[1] must not be null
        7                                               | model.encoder[1] must be an object with type, or one of conv2d, dense, max-pooling2d, reshape, upsampling2d, was 7
        """)
    void aLayerThatCannotBeIsRefusedWithItsKey(String layer, String message) {
        assertRefused("{\"encoder\":[" + DENSE + "," + layer + "],\"decoder\":\"mirror\"}", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "encoder":[],"decoder":"mirror"                     | model.encoder must have at least 1 layer, had 0
        "decoder":"mirror"                                  | model.encoder must have at least 1 layer, had 0
        "encoder":7,"decoder":"mirror"                      | model.encoder must be a list, was 7
        "encoder":[%1$s]                                    | model.decoder is missing; allowed are a list of layers, or mirror
        "encoder":[%1$s],"decoder":[]                       | model.decoder must have at least 1 layer, had 0
        "encoder":[%1$s],"decoder":[{"type":"dense","units":-1}] | model.decoder[0].units must be at least 1, was -1
        "encoder":[%1$s],"decoder":"tied"                   | model.decoder must be one of mirror, was tied
        "encoder":[%1$s],"decoder":{"type":"mirror","output":"relu"} | model.decoder.output is not known, allowed are type, output-activation
        "encoder":[%1$s],"decoder":"mirror","lozz":1        | model.lozz is not known, allowed are encoder, decoder, loss, penalties, code-layer
        "encoder":[%1$s],"decoder":"mirror","code-layer":1  | model.code-layer must be text, was 1
        "encoder":[%1$s],"decoder":"mirror","loss":"hinge"  | model.loss must be one of mean-squared-error, binary-cross-entropy, was hinge
        "encoder":[%1$s],"decoder":"mirror","loss":"binary-cross-entropy" | model.loss = binary-cross-entropy needs a sigmoid output, decoder = mirror has linear
        "encoder":[%1$s],"decoder":[%1$s,{"type":"dense"}],"loss":"binary-cross-entropy" | model.loss = binary-cross-entropy needs a sigmoid output, decoder[1] (dense) has linear
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"activity-l1","weight":-1}] | model.penalties[0].weight must be at least 0 and finite, was -1.0
        "encoder":[%1$s],"decoder":"mirror","penalties":[{"type":"activity-l1"}] | model.penalties[0].weight is missing
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
