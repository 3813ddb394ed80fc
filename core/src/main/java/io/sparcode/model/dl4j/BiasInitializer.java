package io.sparcode.model.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of a layer that has biases only. */
final class BiasInitializer extends DefaultParamInitializer {
    @Override
    public long numParams(Layer layer) {
        return ((FeedForwardLayer) layer).getNOut();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(BIAS_KEY);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of();
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
        configuration.addVariable(BIAS_KEY);
        return Map.of(BIAS_KEY, createBias(configuration, row(view), initialize));
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
        return Map.of(BIAS_KEY, row(view));
    }

    private static INDArray row(INDArray view) {
        return view.reshape(1, view.length());
    }
}
