package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Stands before all other layers, so that backpropagation comes to it last, when every layer has written its gradients
 * over what was there: then has the layers that contribute to others' gradients add to them.
 */
public class LateGradientsLayer extends PassThroughLayer {
    private static final long serialVersionUID = 1;

    @Override
    protected PassThrough<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new LateGradients(configuration, type);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof LateGradientsLayer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LateGradientsLayer && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
