package io.sparcode.model.engine;

import io.sparcode.NativeNumerics;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers and losses of both engines, as {@link EngineAgreement} compares them. */
@NativeNumerics
class LayerAgreementTest {
    private static final TensorShape IMAGE = new TensorShape(3, 8, 8);

    private static ComputationGraph graph(String json, TensorShape input, Optimizer optimizer) {
        return EngineAgreement.architecture(json).toGraph(input, Optimization.constant(optimizer), 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'half-squared-norm' | sigmoid",
                "'half-squared-norm' | relu",
                "{'type':'gaussian'} | linear",
                "{'type':'gaussian','sigma':0.3} | tanh"
            },
            quoteCharacter = '`')
    void losses(String loss, String output) {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'dense','units':6,'activation':'tanh'}],"
                                + "'decoder':{'type':'mirror','output-activation':'" + output + "'},'loss':" + loss
                                + "}",
                        TensorShape.vector(30),
                        new Optimizer.Adam()),
                EngineAgreement.vectors(9, 30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same", "valid"})
    void averagePooling(String border) {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'conv2d','filters':5,'kernel':3,'activation':'tanh'},"
                                + "{'type':'average-pooling2d','size':3,'border':'" + border + "'}],"
                                + "'decoder':[{'type':'dense','activation':'sigmoid'}]}",
                        IMAGE,
                        new Optimizer.Adam()),
                EngineAgreement.images(7, 3, 64));
    }

    @Test
    void averagePoolingOfTheInput() {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'average-pooling2d','size':2},{'type':'dense','units':6}],"
                                + "'decoder':[{'type':'dense','activation':'sigmoid'}]}",
                        IMAGE,
                        new Optimizer.Adam()),
                EngineAgreement.images(7, 3, 64));
    }

    /** From 4x4: twice and three times as large, and by windows that overlap, meet, and leave gaps. */
    @ParameterizedTest
    @CsvSource({
        "same, 3, 2, relu",
        "same, 2, 2, tanh",
        "same, 4, 2, linear",
        "same, 5, 3, sigmoid",
        "same, 3, 1, leaky-relu",
        "valid, 3, 2, tanh",
        "valid, 2, 2, relu",
        "valid, 2, 3, tanh"
    })
    void transposedConvolutions(String border, int kernel, int stride, String activation) {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'conv2d','filters':5,'kernel':3,'activation':'tanh'},"
                                + "{'type':'max-pooling2d','size':2}],"
                                + "'decoder':[{'type':'conv2d-transpose','filters':4,'kernel':" + kernel + ",'stride':"
                                + stride + ",'border':'" + border + "','activation':'" + activation + "'},"
                                + "{'type':'dense','activation':'sigmoid'}]}",
                        IMAGE,
                        new Optimizer.Adam()),
                EngineAgreement.images(7, 3, 64));
    }

    @Test
    void aTransposedConvolutionAtEitherEnd() {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'conv2d-transpose','filters':5,'kernel':3,'activation':'tanh'},"
                                + "{'type':'max-pooling2d','size':2}],"
                                + "'decoder':[{'type':'conv2d-transpose','kernel':3,'stride':2,'activation':'sigmoid'}]}",
                        IMAGE,
                        new Optimizer.Adam()),
                EngineAgreement.images(7, 3, 64));
    }

    @ParameterizedTest
    @CsvSource({"adam, tanh", "nesterov, linear", "sgd, relu", "adadelta, sigmoid"})
    void batchNormalizationOfUnits(String optimizer, String activation) {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'dense','units':20},"
                                + "{'type':'batch-normalization','decay':0.9,'activation':'" + activation + "'},"
                                + "{'type':'dense','units':7},{'type':'batch-normalization'}],"
                                + "'decoder':{'type':'mirror','output-activation':'sigmoid'},"
                                + "'penalties':[{'type':'weight-l2','weight':0.01}]}",
                        TensorShape.vector(30),
                        Optimizer.fromJson("\"" + optimizer + "\"")),
                EngineAgreement.vectors(9, 30));
    }

    @Test
    void batchNormalizationOfChannels() {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'batch-normalization'},{'type':'conv2d','filters':5,'kernel':3},"
                                + "{'type':'batch-normalization','decay':0.8,'epsilon':1e-4,'activation':'tanh'},"
                                + "{'type':'max-pooling2d','size':2}],"
                                + "'decoder':[{'type':'upsampling2d','size':2},"
                                + "{'type':'conv2d','filters':3,'kernel':3},{'type':'batch-normalization','activation':'sigmoid'}]}",
                        IMAGE,
                        new Optimizer.Adam()),
                EngineAgreement.images(7, 3, 64));
    }

    @Test
    void dropoutOfUnitsAndOfTheInput() {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'dropout','rate':0.2},{'type':'dense','units':20,'activation':'tanh'},"
                                + "{'type':'dropout','rate':0.5},{'type':'dense','units':7,'activation':'tanh'}],"
                                + "'decoder':{'type':'mirror','output-activation':'sigmoid'}}",
                        TensorShape.vector(30),
                        new Optimizer.Adam()),
                EngineAgreement.vectors(9, 30));
    }

    @Test
    void dropoutOfImages() {
        EngineAgreement.agree(
                graph(
                        "{'encoder':[{'type':'conv2d','filters':5,'kernel':3,'activation':'tanh'},"
                                + "{'type':'dropout','rate':0.3},{'type':'max-pooling2d','size':2}],"
                                + "'decoder':[{'type':'dense','activation':'sigmoid'}]}",
                        IMAGE,
                        new Optimizer.Adam()),
                EngineAgreement.images(7, 3, 64));
    }
}
