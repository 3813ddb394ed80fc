package io.sparcode.model;

import io.sparcode.model.dl4j.TiedDenseLayer;
import java.util.List;

/**
 * A dense layer of a tied decoder, whose weights are an encoder's, transposed; not written by itself.
 *
 * @param source index of the encoder's layer
 * @param units outputs, as many as that layer has inputs
 * @param activation applied to each
 */
record TiedDense(int source, int units, Activation activation) implements Layer {
    @Override
    public TensorShape outputShape(TensorShape input) {
        return TensorShape.vector(units);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        graph.appendFlat(
                name,
                new TiedDenseLayer("encoder-" + source, graph.shape().size(), units, activation.toDl4j()),
                TensorShape.vector(units));
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation outputActivation) {
        return new Dense(units, activation).mirror(input, outputActivation);
    }

    @Override
    public boolean hasWeights() {
        return true;
    }

    @Override
    public Layer withoutActivation() {
        return new TiedDense(source, units, Activation.LINEAR);
    }
}
