package io.sparcode.model;

import io.sparcode.model.dl4j.ConcreteLayer;
import java.util.List;

/**
 * Selectors that learn which inputs to keep: [size] to [units], as an encoder's first layer. In training each gives a
 * mixture of all inputs that comes down to one as the temperature falls, exponentially over the whole training;
 * otherwise it picks the one input it likes best (Abid, Balin and Zou, "Concrete autoencoders", 2019).
 *
 * @param units selectors, at least 1 and at most as many as inputs
 * @param startTemperature of the first step, greater than 0; null is 10
 * @param endTemperature of the last step, greater than 0 and at most {@code startTemperature}; null is 0.1
 */
public record Concrete(int units, Double startTemperature, Double endTemperature) implements Layer {
    /** Checks the ranges. */
    public Concrete {
        startTemperature = startTemperature == null ? Double.valueOf(10) : startTemperature;
        endTemperature = endTemperature == null ? Double.valueOf(0.1) : endTemperature;
        Ranges.atLeast(1, "units", units);
        Ranges.positive("start-temperature", startTemperature);
        Ranges.positive("end-temperature", endTemperature);
        if (endTemperature > startTemperature) {
            throw new ArchitectureException("end-temperature must be at most start-temperature (" + startTemperature
                    + "), was " + endTemperature);
        }
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (units > input.size()) {
            throw new ArchitectureException(
                    "units must be at most the " + input.size() + " inputs there are to select, was " + units);
        }
        return TensorShape.vector(units);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        graph.appendFlat(
                name,
                new ConcreteLayer(
                        graph.shape().size(),
                        units,
                        startTemperature,
                        endTemperature,
                        graph.length().steps()),
                outputShape(graph.shape()));
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return new Dense(units, Activation.LINEAR).mirror(input, activation);
    }

    @Override
    public boolean hasWeights() {
        return true;
    }
}
