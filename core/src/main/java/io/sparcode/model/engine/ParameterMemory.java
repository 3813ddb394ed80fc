package io.sparcode.model.engine;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** A network's parameters and their gradients where oneDNN reads and writes them, flat as DL4J has them. */
final class ParameterMemory {
    private final FloatPointer values;
    private final FloatPointer gradients;
    private final int length;

    ParameterMemory(int length) {
        this.length = length;
        this.values = new FloatPointer(length);
        this.gradients = new FloatPointer(length);
    }

    int length() {
        return length;
    }

    /** Returns a part of the parameters as an array. */
    memory values(memory.desc layout, int offset) {
        return OneDnn.view(layout, values.getPointer(offset));
    }

    /** Returns a part of the gradients as an array. */
    memory gradients(memory.desc layout, int offset) {
        return OneDnn.view(layout, gradients.getPointer(offset));
    }

    FloatBuffer valueBuffer() {
        return values.asBuffer();
    }

    FloatBuffer gradientBuffer() {
        return gradients.asBuffer();
    }
}
