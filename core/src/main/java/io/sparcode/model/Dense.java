package io.sparcode.model;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;

/**
 * Every output is a weighted sum of all inputs, plus a bias: [size] to [units].
 *
 * @param units outputs, at least 1; null in a decoder's last layer: as many as the network's target has values
 * @param activation applied to each; null is linear
 */
public record Dense(Integer units, Activation activation) implements Layer {
    /** Checks the ranges. */
    public Dense {
        if (units != null) {
            Ranges.atLeast(1, "units", units);
        }
        activation = activation == null ? Activation.LINEAR : activation;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (units == null) {
            throw new ArchitectureException("units is missing; only the decoder's last layer may leave it out");
        }
        return TensorShape.vector(units);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        TensorShape output = outputShape(graph.shape());
        graph.appendFlat(
                name,
                new DenseLayer.Builder()
                        .nIn(graph.shape().size())
                        .nOut(output.size())
                        .activation(activation.toDl4j())
                        .build(),
                output);
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        Layer back = new Dense(input.size(), activation);
        return input.isVector() ? List.of(back) : List.of(back, Reshape.to(input));
    }

    @Override
    public boolean hasWeights() {
        return true;
    }

    @Override
    public Layer withoutActivation() {
        return new Dense(units, Activation.LINEAR);
    }

    @Override
    public Layer completedFor(TensorShape reconstruction) {
        return units == null ? new Dense(reconstruction.size(), activation) : this;
    }
}
