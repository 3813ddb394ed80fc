package io.sparcode.model.dl4j;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer whose weights are another one's, transposed, and whose biases are its own. */
public class TiedDenseLayer extends DenseLayer {
    private static final long serialVersionUID = 1;

    private String source;

    /** For DL4J, which sets the fields afterwards. */
    public TiedDenseLayer() {
        // What is not a number is taken from the whole graph's settings.
        setBiasInit(Double.NaN);
        setGainInit(Double.NaN);
        setGradientNormalization(null);
        setGradientNormalizationThreshold(Double.NaN);
    }

    /**
     * Describes the layer.
     *
     * @param source the vertex of the dense layer whose weights [outputs, inputs] are used
     * @param inputs at least 1
     * @param outputs at least 1
     */
    public TiedDenseLayer(String source, int inputs, int outputs, IActivation activation) {
        this();
        this.source = source;
        setNIn(inputs);
        setNOut(outputs);
        setActivationFn(activation);
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    @Override
    public ParamInitializer initializer() {
        return new BiasInitializer();
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        TiedDense layer = new TiedDense(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initializeParameters));
        layer.setConf(configuration);
        return layer;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof TiedDenseLayer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TiedDenseLayer that
                && that.canEqual(this)
                && super.equals(other)
                && Objects.equals(source, that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), source);
    }
}
