package io.sparcode.model;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/**
 * The largest value of each of an image's windows, which lie side by side: [channels, height, width] to [channels,
 * height', width'].
 *
 * @param size side of the square window and the stride, at least 2
 * @param border null is same
 */
public record MaxPooling2d(int size, Border border) implements Layer {
    /** Checks the ranges. */
    public MaxPooling2d {
        Ranges.atLeast(2, "size", size);
        border = border == null ? Border.SAME : border;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return border.apply(input, input.channels(), size, size);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        graph.appendSpatial(name, border.pooling(PoolingType.MAX, size), outputShape(graph.shape()));
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return Upsampling2d.undoing(input, size);
    }
}
