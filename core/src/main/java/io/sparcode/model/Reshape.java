package io.sparcode.model;

import java.util.List;

/**
 * Reads a vector as an image's planes, so that convolutions can follow a dense layer: [channels height width] to
 * [channels, height, width].
 *
 * @param channels at least 1
 * @param height at least 1
 * @param width at least 1
 */
public record Reshape(int channels, int height, int width) implements Layer {
    /** Checks the ranges. */
    public Reshape {
        Ranges.atLeast(1, "channels", channels);
        Ranges.atLeast(1, "height", height);
        Ranges.atLeast(1, "width", width);
    }

    static Reshape to(TensorShape shape) {
        return new Reshape(shape.channels(), shape.height(), shape.width());
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        TensorShape output = new TensorShape(channels, height, width);
        if (output.size() != input.size()) {
            throw new ArchitectureException(output + " has " + output.size() + " values, the layer before gives "
                    + input.size() + " as " + input);
        }
        return output;
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        graph.reshape(outputShape(graph.shape()));
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return List.of(to(input));
    }
}
