package io.sparcode.model;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;

/**
 * Repeats every value over a square: [channels, height, width] to [channels, size height, size width].
 *
 * @param size side of the square, at least 2
 */
public record Upsampling2d(int size) implements Layer {
    /** Checks the range. */
    public Upsampling2d {
        Ranges.atLeast(2, "size", size);
    }

    /** Returns what takes a pooled image back to its shape. */
    static List<Layer> undoing(TensorShape pooled, int size) {
        if (pooled.height() % size != 0 || pooled.width() % size != 0) {
            throw new ArchitectureException("pooling of " + pooled + " by " + size
                    + " has no mirror, height and width must be multiples of it; write the decoder out");
        }
        return List.of(new Upsampling2d(size));
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return new TensorShape(input.channels(), input.height() * size, input.width() * size);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        graph.appendSpatial(name, new Upsampling2D.Builder(size).build(), outputShape(graph.shape()));
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return List.of(new MaxPooling2d(size, Border.VALID));
    }
}
