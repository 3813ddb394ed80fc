package io.sparcode.model;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;

/**
 * Transposed convolution, which spreads every value over a window of the output: [channels, height, width] to [filters,
 * height', width']. A side becomes stride times as long with border same, (size - 1) stride + kernel with border valid.
 *
 * @param filters output channels, at least 1; null in a decoder's last layer: as many as the network's input has
 * @param kernel side of the square window, at least 1; at least the stride with border same
 * @param stride between the windows of neighbours, at least 1; null is 1
 * @param border null is same
 * @param activation applied to each output; null is linear
 */
public record Conv2dTranspose(Integer filters, int kernel, Integer stride, Border border, Activation activation)
        implements Layer {
    /** Checks the ranges. */
    public Conv2dTranspose {
        if (filters != null) {
            Ranges.atLeast(1, "filters", filters);
        }
        stride = stride == null ? 1 : stride;
        Ranges.atLeast(1, "stride", stride);
        border = border == null ? Border.SAME : border;
        Ranges.atLeast(1, "kernel", kernel);
        if (border == Border.SAME && kernel < stride) {
            throw new ArchitectureException(
                    "kernel must be at least " + stride + " (the stride, with border same), was " + kernel);
        }
        activation = activation == null ? Activation.LINEAR : activation;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (filters == null) {
            throw new ArchitectureException("filters is missing; only the decoder's last layer may leave it out");
        }
        return new TensorShape(filters, side(input.height()), side(input.width()));
    }

    private int side(int size) {
        return border == Border.SAME
                ? Math.multiplyExact(size, stride)
                : Math.addExact(Math.multiplyExact(size - 1, stride), kernel);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        TensorShape output = outputShape(graph.shape());
        graph.appendSpatial(
                name,
                new Deconvolution2D.Builder(kernel, kernel)
                        .nIn(graph.shape().channels())
                        .nOut(output.channels())
                        .stride(stride, stride)
                        .convolutionMode(border.mode())
                        .activation(activation.toDl4j())
                        .build(),
                output);
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        if (border != Border.SAME || stride != 1) {
            throw new ArchitectureException("a transposed convolution with border valid or stride " + stride
                    + " has no mirror; write the decoder out");
        }
        return List.of(new Conv2dTranspose(input.channels(), kernel, stride, border, activation));
    }

    @Override
    public boolean hasWeights() {
        return true;
    }

    @Override
    public Layer withoutActivation() {
        return new Conv2dTranspose(filters, kernel, stride, border, Activation.LINEAR);
    }

    @Override
    public Layer completedFor(TensorShape reconstruction) {
        return filters == null
                ? new Conv2dTranspose(reconstruction.channels(), kernel, stride, border, activation)
                : this;
    }
}
