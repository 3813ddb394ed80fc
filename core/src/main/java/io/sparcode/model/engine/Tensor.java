package io.sparcode.model.engine;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** What one operation gives and the next takes, and, in training, the loss's gradient with respect to it. */
final class Tensor {
    private final long[] dimensions;
    private final memory.desc layout;
    private final memory values;
    private final memory gradients;

    private Tensor(long[] dimensions, memory.desc layout, memory values, memory gradients) {
        this.dimensions = dimensions;
        this.layout = layout;
        this.values = values;
        this.gradients = gradients;
    }

    static Tensor allocate(long[] dimensions, memory.desc layout, boolean withGradients) {
        return new Tensor(dimensions, layout, OneDnn.allocate(layout), withGradients ? OneDnn.allocate(layout) : null);
    }

    /** Returns the same memory, which must be plain, read as an array of other dimensions. */
    Tensor as(long... newDimensions) {
        memory.desc newLayout = OneDnn.plain(newDimensions);
        return new Tensor(
                newDimensions,
                newLayout,
                OneDnn.view(newLayout, values.get_data_handle()),
                gradients == null ? null : OneDnn.view(newLayout, gradients.get_data_handle()));
    }

    long[] dimensions() {
        return dimensions;
    }

    memory.desc layout() {
        return layout;
    }

    boolean isPlain() {
        return layout.equals(OneDnn.plain(dimensions));
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

    /** Returns a plain tensor's values as Java sees them. */
    FloatBuffer valueBuffer() {
        return buffer(values);
    }

    FloatBuffer gradientBuffer() {
        return buffer(gradients);
    }

    private FloatBuffer buffer(memory of) {
        long length = 1;
        for (long dimension : dimensions) {
            length *= dimension;
        }
        Pointer data = of.get_data_handle();
        return new FloatPointer(data).capacity(length).asBuffer();
    }
}
