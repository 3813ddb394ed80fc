package io.sparcode.model;

import io.sparcode.model.dl4j.SeededDropoutLayer;
import java.util.List;

/**
 * While training, makes each value 0 with a probability and the others larger to make up for it, Srivastava et al. 2014;
 * otherwise gives its input on. Its mirror is nothing.
 *
 * @param rate the probability, in [0, 1)
 */
public record Dropout(double rate) implements Layer {
    /** Checks the range. */
    public Dropout {
        Ranges.fraction("rate", rate);
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        graph.appendOfAnyRank(name, new SeededDropoutLayer(rate));
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return List.of();
    }
}
