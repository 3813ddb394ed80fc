package io.sparcode.model.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A network's parameters where oneDNN reads them, flat as DL4J has them, with the state of what updates them.
 *
 * <p>Gradients have room for a part of the parameters only: each part is updated as soon as its gradients are known,
 * while they are in a cache.
 */
final class Parameters {
    /** Updated at a time, so that parameters and gradients pass through arrays that stay in the first cache. */
    private static final int SLICE = 2048;

    private final UpdateRule rule;
    private final int length;
    private final FloatPointer values;
    private final FloatPointer gradients;
    private final FloatBuffer valueBuffer;
    private final FloatBuffer gradientBuffer;
    private final float[] valueSlice = new float[SLICE];
    private final float[] gradientSlice = new float[SLICE];
    /** By slice: the arrays of the rule's state. None before the first load. */
    private float[][][] state = new float[0][][];

    private int steps;

    Parameters(LayerChain chain) {
        rule = chain.updateRule();
        length = chain.parameters();
        values = new FloatPointer(length);
        gradients = new FloatPointer(chain.largestGradient());
        valueBuffer = values.asBuffer();
        gradientBuffer = gradients.asBuffer();
    }

    /** Returns a part of the parameters as an array. */
    memory values(memory.desc layout, int offset) {
        return OneDnn.view(layout, values.getPointer(offset));
    }

    /** Returns a part of the memory that gradients are left in for {@link #update}. */
    memory gradients(memory.desc layout, int offset) {
        return OneDnn.view(layout, gradients.getPointer(offset));
    }

    /** Copies parameters from one on. */
    void read(int first, float[] into) {
        valueBuffer.get(first, into);
    }

    /** Returns the memory that gradients are left in, as Java sees it. */
    FloatBuffer gradientBuffer() {
        return gradientBuffer;
    }

    /** Returns the steps taken. */
    int steps() {
        return steps;
    }

    /** Returns a call that updates some parameters, whose gradients have been left at the memory's beginning. */
    Call update(int first, int count) {
        return () -> {
            int end = first + count;
            for (int at = first; at < end; ) {
                int from = at % SLICE;
                int to = Math.min(SLICE, from + end - at);
                gradientBuffer.get(at - first, gradientSlice, from, to - from);
                valueBuffer.get(at, valueSlice, from, to - from);
                UpdateRule.flushGradients(gradientSlice, from, to);
                rule.update(valueSlice, gradientSlice, state[at / SLICE], from, to, steps);
                valueBuffer.put(at, valueSlice, from, to - from);
                at += to - from;
            }
        };
    }

    /** Counts a step once all parameters have been updated. */
    void stepTaken() {
        steps++;
    }

    /** Returns a copy of the parameters. */
    float[] values() {
        float[] copy = new float[length];
        valueBuffer.get(0, copy);
        return copy;
    }

    /** Returns a copy of all there is. */
    NetworkState state() {
        float[] flat = new float[rule.stateArrays() * length];
        forEachSlice((slice, position, count) -> System.arraycopy(slice, 0, flat, position, count));
        return new NetworkState(values(), flat, steps);
    }

    /** Sets all there is; the rule's state is zero where the given one is empty. */
    void load(NetworkState given) {
        if (given.parameters().length != length) {
            throw new IllegalArgumentException(
                    given.parameters().length + " parameters do not fit a network of " + length);
        }
        float[] flat = given.updaterState();
        if (flat.length != 0 && flat.length != rule.stateArrays() * length) {
            throw new IllegalArgumentException("an updater's state of " + flat.length + " values does not fit "
                    + rule.stateArrays() + " values for each of " + length + " parameters");
        }
        valueBuffer.put(0, given.parameters());
        if (state.length == 0) {
            state = new float[(length + SLICE - 1) / SLICE][rule.stateArrays()][SLICE];
        }
        forEachSlice((slice, position, count) -> {
            if (flat.length == 0) {
                Arrays.fill(slice, 0);
            } else {
                System.arraycopy(flat, position, slice, 0, count);
            }
        });
        steps = given.steps();
    }

    /** Visits the state's slices, each with its position and length in the flat state. */
    private void forEachSlice(SliceVisitor visitor) {
        for (int slice = 0; slice < state.length; slice++) {
            for (int array = 0; array < rule.stateArrays(); array++) {
                visitor.visit(
                        state[slice][array], array * length + slice * SLICE, Math.min(SLICE, length - slice * SLICE));
            }
        }
    }

    private interface SliceVisitor {
        void visit(float[] slice, int position, int count);
    }
}
