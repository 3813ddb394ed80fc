package io.sparcode.model;

import java.util.List;

/**
 * A layer of an encoder or a decoder. Shapes are those of one record: [channels, height, width], or [size] for a
 * vector; where a layer takes a vector, an image is flattened before it.
 */
public sealed interface Layer extends Part
        permits AveragePooling2d,
                BatchNormalization,
                Concrete,
                Conv2d,
                Conv2dTranspose,
                Dense,
                Dropout,
                KSparse,
                MaxPooling2d,
                Reshape,
                TiedDense,
                Upsampling2d,
                Variational {
    /**
     * Returns the shape that the layer gives.
     *
     * @throws ArchitectureException if the layer cannot take the input, or what may be left out only in a decoder's
     *     last layer is left out
     */
    TensorShape outputShape(TensorShape input);

    /** Adds the layer to a graph whose last part gives {@code graph.shape()}. */
    void appendTo(GraphAssembly graph, String name);

    /**
     * Returns layers that take this layer's output back to its input's shape, the last of them with the given
     * activation.
     *
     * @throws ArchitectureException if there are none
     */
    List<Layer> mirror(TensorShape input, Activation activation);

    /** Returns what is applied to the outputs; linear for a layer that only moves or chooses values. */
    default Activation activation() {
        return Activation.LINEAR;
    }

    /** Returns whether it learns, so that its activation counts. */
    default boolean hasWeights() {
        return false;
    }

    /** Returns the same layer without an activation, for a loss that applies it itself. */
    default Layer withoutActivation() {
        return this;
    }

    /** Returns the layer with what was left out (units, filters) taken from the shape of the network's target. */
    default Layer completedFor(TensorShape reconstruction) {
        return this;
    }
}
