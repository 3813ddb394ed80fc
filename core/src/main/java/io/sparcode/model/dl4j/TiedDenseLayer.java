package io.sparcode.model.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;

/** A dense layer whose weights are another one's, transposed, and whose biases are its own. */
public class TiedDenseLayer extends DenseVariantLayer {
    private static final long serialVersionUID = 1;

    private String source;

    /** For DL4J, which sets the fields afterwards. */
    public TiedDenseLayer() {}

    /**
     * Describes the layer.
     *
     * @param source the vertex of the dense layer whose weights [outputs, inputs] are used
     * @param inputs at least 1
     * @param outputs at least 1
     */
    public TiedDenseLayer(String source, int inputs, int outputs, IActivation activation) {
        super(inputs, outputs, activation);
        this.source = source;
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
    protected BaseLayer<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new TiedDense(configuration, type);
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
