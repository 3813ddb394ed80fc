package io.sparcode.model;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * Convolution in two dimensions at stride 1: [channels, height, width] to [filters, height', width'].
 *
 * @param filters output channels, at least 1; null in a decoder's last layer: as many as the network's target has
 * @param kernel side of the square window, at least 1
 * @param border null is same
 * @param activation applied to each output; null is linear
 */
public record Conv2d(Integer filters, int kernel, Border border, Activation activation) implements Layer {
    /** Checks the ranges. */
    public Conv2d {
        if (filters != null) {
            Ranges.atLeast(1, "filters", filters);
        }
        Ranges.atLeast(1, "kernel", kernel);
        border = border == null ? Border.SAME : border;
        activation = activation == null ? Activation.LINEAR : activation;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (filters == null) {
            throw new ArchitectureException("filters is missing; only the decoder's last layer may leave it out");
        }
        return border.apply(input, filters, kernel, 1);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        TensorShape output = outputShape(graph.shape());
        graph.appendSpatial(
                name,
                new ConvolutionLayer.Builder(kernel, kernel)
                        .nIn(graph.shape().channels())
                        .nOut(output.channels())
                        .convolutionMode(border.mode())
                        .activation(activation.toDl4j())
                        .build(),
                output);
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        if (border != Border.SAME) {
            throw new ArchitectureException("a convolution with border valid has no mirror; write the decoder out");
        }
        return List.of(new Conv2d(input.channels(), kernel, border, activation));
    }

    @Override
    public boolean hasWeights() {
        return true;
    }

    @Override
    public Layer withoutActivation() {
        return new Conv2d(filters, kernel, border, Activation.LINEAR);
    }

    @Override
    public Layer completedFor(TensorShape reconstruction) {
        return filters == null ? new Conv2d(reconstruction.channels(), kernel, border, activation) : this;
    }
}
