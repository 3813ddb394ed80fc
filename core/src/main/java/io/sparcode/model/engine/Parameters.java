package io.sparcode.model.engine;

import io.sparcode.model.engine.ChainLayer.Block.Role;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private final WeightRule weightRule;
    private final Clipping clipping;
    private final List<Range> ranges = new ArrayList<>();
    private final int length;
    private final FloatPointer values;
    private final FloatPointer gradients;
    private final FloatBuffer valueBuffer;
    private final FloatBuffer gradientBuffer;
    private final float[] valueSlice = new float[SLICE];
    private final float[] gradientSlice = new float[SLICE];
    private final UpdaterLayout layout;
    /** By slice: the arrays of the rule's state. None before the first load. */
    private float[][][] state = new float[0][][];

    private double penalty;
    private int steps;

    /** Parameters from {@code first} up to {@code end} that are updated alike. */
    private record Range(Role role, int first, int end) {}

    Parameters(LayerChain chain) {
        rule = chain.updateRule();
        weightRule = chain.weightRule();
        clipping = chain.clipping();
        int end = 0;
        for (ChainLayer.Block block : chain.blocks()) {
            ranges.add(new Range(block.role(), end, end + block.length()));
            end += block.length();
        }
        length = chain.parameters();
        layout = new UpdaterLayout(chain.blocks(), rule.stateArrays(), SLICE);
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

    /** Returns whether a layer's gradients must all be known before any of its parameters is updated. */
    boolean needWholeLayers() {
        return clipping.needsWholeLayer();
    }

    /** Returns a call that updates some parameters, whose gradients have been left at the memory's beginning. */
    Call update(int first, int count) {
        return update(first, count, clipping);
    }

    /** As {@link #update(int, int)}, with gradients that are not clipped. */
    Call updateUnclipped(int first, int count) {
        return update(first, count, Clipping.NONE);
    }

    private Call update(int first, int count, Clipping clipped) {
        int end = first + count;
        List<Range> updated = ranges.stream()
                .filter(range -> range.first < end && range.end > first)
                .map(range -> new Range(range.role, Math.max(first, range.first), Math.min(end, range.end)))
                .toList();
        return () -> {
            float factor = clipped.needsWholeLayer() ? factor(count, clipped.threshold()) : 1;
            for (Range range : updated) {
                update(range, first, clipped, factor);
            }
        };
    }

    private void update(Range range, int gradientsFrom, Clipping clipped, float factor) {
        boolean weights = range.role == Role.WEIGHTS;
        float rate = (float) rule.rate(steps);
        float l2 = weights ? (float) weightRule.l2() : 0;
        float decay = weights ? (float) (weightRule.decay() * rule.learningRate(steps)) : 0;
        for (int at = range.first; at < range.end; ) {
            int from = at % SLICE;
            int to = Math.min(SLICE, from + range.end - at);
            gradientBuffer.get(at - gradientsFrom, gradientSlice, from, to - from);
            valueBuffer.get(at, valueSlice, from, to - from);
            if (range.role == Role.STATISTICS) {
                subtract(valueSlice, gradientSlice, from, to);
            } else {
                if (clipped.kind() == Clipping.Kind.VALUE) {
                    Clipping.clip(gradientSlice, from, to, (float) clipped.threshold());
                } else if (factor != 1) {
                    Clipping.scale(gradientSlice, from, to, factor);
                }
                if (l2 != 0) {
                    penalty += weightRule.l2() / 2 * WeightRule.squares(valueSlice, from, to);
                    WeightRule.addGradients(gradientSlice, valueSlice, from, to, l2);
                }
                UpdateRule.flushGradients(gradientSlice, from, to);
                if (decay != 0) {
                    WeightRule.decay(valueSlice, from, to, decay);
                }
                rule.update(valueSlice, gradientSlice, state[at / SLICE], from, to, rate);
            }
            valueBuffer.put(at, valueSlice, from, to - from);
            at += to - from;
        }
    }

    /** Returns what makes the first gradients' norm no larger than a bound. */
    private float factor(int count, double bound) {
        double squares = 0;
        for (int at = 0; at < count; at += SLICE) {
            int some = Math.min(SLICE, count - at);
            gradientBuffer.get(at, gradientSlice, 0, some);
            squares += WeightRule.squares(gradientSlice, 0, some);
        }
        return squares > bound * bound ? (float) (bound / Math.sqrt(squares)) : 1;
    }

    private static void subtract(float[] values, float[] differences, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] -= differences[i];
        }
    }

    /** Returns the penalty on the weights that have been updated since the last call, as they were before. */
    double takePenalty() {
        double taken = penalty;
        penalty = 0;
        return taken;
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
        float[] flat = new float[layout.length()];
        for (UpdaterLayout.Piece piece : layout.pieces()) {
            System.arraycopy(state[piece.slice()][piece.array()], piece.from(), flat, piece.position(), piece.count());
        }
        return new NetworkState(values(), flat, steps);
    }

    /** Sets all there is; the rule's state is zero where the given one is empty. */
    void load(NetworkState given) {
        if (given.parameters().length != length) {
            throw new IllegalArgumentException(
                    given.parameters().length + " parameters do not fit a network of " + length);
        }
        float[] flat = given.updaterState();
        if (flat.length != 0 && flat.length != layout.length()) {
            throw new IllegalArgumentException("an updater's state of " + flat.length + " values does not fit "
                    + rule.stateArrays() + " values for each of the parameters it has, " + layout.length());
        }
        valueBuffer.put(0, given.parameters());
        if (state.length == 0) {
            state = new float[(length + SLICE - 1) / SLICE][rule.stateArrays()][SLICE];
        }
        for (UpdaterLayout.Piece piece : layout.pieces()) {
            float[] slice = state[piece.slice()][piece.array()];
            if (flat.length == 0) {
                Arrays.fill(slice, piece.from(), piece.from() + piece.count(), 0);
            } else {
                System.arraycopy(flat, piece.position(), slice, piece.from(), piece.count());
            }
        }
        steps = given.steps();
    }
}
