package io.sparcode.model.engine;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * What one operation gives and the next takes, laid out as {@link OneDnn#values} says, and, in training, the loss's gradient
 * with respect to it.
 */
final class Tensor {
    private final long[] dimensions;
    private final memory values;
    private final memory gradients;

    private Tensor(long[] dimensions, memory values, memory gradients) {
        this.dimensions = dimensions;
        this.values = values;
        this.gradients = gradients;
    }

    static Tensor allocate(boolean withGradients, long... dimensions) {
        memory.desc layout = OneDnn.values(dimensions);
        return new Tensor(dimensions, OneDnn.allocate(layout), withGradients ? OneDnn.allocate(layout) : null);
    }

    /** Returns the same memory, read as an array of other dimensions in which the values have the same order. */
    Tensor as(long... newDimensions) {
        memory.desc layout = OneDnn.values(newDimensions);
        return new Tensor(
                newDimensions,
                OneDnn.view(layout, values.get_data_handle()),
                gradients == null ? null : OneDnn.view(layout, gradients.get_data_handle()));
    }

    long[] dimensions() {
        return dimensions;
    }

    /** Returns the number of values of a record. */
    long size() {
        long size = 1;
        for (int i = 1; i < dimensions.length; i++) {
            size *= dimensions[i];
        }
        return size;
    }

    memory.desc layout() {
        return OneDnn.values(dimensions);
    }

    memory values() {
        return values;
    }

    /** Returns the gradients' memory; null for what has none. */
    memory gradients() {
        return gradients;
    }

    boolean hasGradients() {
        return gradients != null;
    }

    /** Returns the values as Java sees them. */
    FloatBuffer valueBuffer() {
        return buffer(values);
    }

    FloatBuffer gradientBuffer() {
        return buffer(gradients);
    }

    private FloatBuffer buffer(memory of) {
        Pointer data = of.get_data_handle();
        return new FloatPointer(data).capacity(dimensions[0] * size()).asBuffer();
    }
}
