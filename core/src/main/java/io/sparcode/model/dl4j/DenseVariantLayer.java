package io.sparcode.model.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer with a dense layer's settings that computes something else, or has other parameters. */
public abstract class DenseVariantLayer extends DenseLayer {
    private static final long serialVersionUID = 1;

    /** For DL4J, which sets the fields afterwards. */
    protected DenseVariantLayer() {
        // What is not a number, or null, is taken from the whole graph's settings.
        setBiasInit(Double.NaN);
        setGainInit(Double.NaN);
        setGradientNormalization(null);
        setGradientNormalizationThreshold(Double.NaN);
    }

    /** Takes the sizes and the activation. */
    protected DenseVariantLayer(int inputs, int outputs, IActivation activation) {
        this();
        setNIn(inputs);
        setNOut(outputs);
        setActivationFn(activation);
    }

    /** Makes the running layer, without parameters yet. */
    protected abstract BaseLayer<?> create(NeuralNetConfiguration configuration, DataType type);

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        BaseLayer<?> layer = create(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initializeParameters));
        layer.setConf(configuration);
        return layer;
    }
}
