package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A dense layer. DL4J's weights, [inputs, outputs] column by column, are oneDNN's [outputs, inputs] row by row, so they are
 * used where they lie.
 */
final class DenseCalls {
    private final ChainLayer.Dense layer;
    private final Parameters parameters;
    private final int offset;
    private final stream stream;
    private final List<Call> backward = new ArrayList<>();
    private final CallSequence sequence;
    private final List<WeightUse> uses = new ArrayList<>();
    private float[] ofSums;

    /**
     * A use of the weights: the gradient of its loss is the product of two matrices over the same rows.
     *
     * @param left [rows, outputs]
     * @param right [rows, inputs]
     */
    private record WeightUse(Tensor left, memory leftValues, memory right) {}

    DenseCalls(ChainLayer.Dense layer, Tensor input, Parameters parameters, int offset, Plan.Use use, stream stream) {
        this.layer = layer;
        this.parameters = parameters;
        this.offset = offset;
        this.stream = stream;
        Tensor output = Tensor.allocate(use.isTraining(), input.dimensions()[0], layer.outputs());
        sequence = new CallSequence(output, forward(input, output), backward);
        if (use.isTraining()) {
            ActivationCalls.backward(layer.activation(), output, stream).ifPresent(backward::add);
            if (input.hasGradients()) {
                backward.add(inputGradients(input, output));
            }
            uses.add(new WeightUse(output, output.gradients(), input.values()));
        }
    }

    CallSequence sequence() {
        return sequence;
    }

    ChainLayer.Dense layer() {
        return layer;
    }

    /** Returns a place for gradients of the layer's sums, before its activation, that are added in every step. */
    float[] gradientsOfSums() {
        if (ofSums == null) {
            FloatBuffer gradients = sequence.output().gradientBuffer();
            float[] added = new float[gradients.capacity()];
            float[] all = new float[gradients.capacity()];
            ofSums = added;
            backward.add(layer.activation().isLinear() ? 0 : 1, () -> {
                gradients.get(0, all);
                Vectors.add(added, all);
                gradients.put(0, all);
            });
        }
        return ofSums;
    }

    /** Copies the weights, [outputs, inputs]. */
    void readWeights(float[] into) {
        parameters.read(offset, into);
    }

    /** Adds the product of the transposed first [rows, outputs] and the second [rows, inputs] to the weights' gradient. */
    void addUse(Tensor left, memory leftValues, memory right) {
        uses.add(new WeightUse(left, leftValues, right));
    }

    /** Adds the product of a symmetric matrix [outputs, outputs] and the weights to the weights' gradient. */
    void addUseOfOwnWeights(Tensor matrix) {
        addUse(matrix, matrix.values(), weights());
    }

    private memory weights() {
        return parameters.values(OneDnn.plain(layer.outputs(), layer.inputs()), offset);
    }

    /** Returns a call for rows [rows, outputs] times the weights. */
    Call timesWeights(Tensor shape, memory rows, memory product) {
        return MatrixProduct.of(shape.layout(), rows, weights().get_desc(), weights(), product, stream);
    }

    /** Returns a call for rows [rows, inputs] times the transposed weights. */
    Call timesTransposedWeights(Tensor shape, memory rows, memory product) {
        memory.desc transposed = transposed(layer);
        return MatrixProduct.of(
                shape.layout(), rows, transposed, parameters.values(transposed, offset), product, stream);
    }

    /** Returns the weights, read as [inputs, outputs]. */
    static memory.desc transposed(ChainLayer.Dense layer) {
        return OneDnn.strided(new long[] {layer.inputs(), layer.outputs()}, 1, layer.inputs());
    }

    private List<Call> forward(Tensor input, Tensor output) {
        memory.desc transposed = transposed(layer);
        memory.desc biases = OneDnn.plain(1, layer.outputs());
        primitive_attr attributes = OneDnn.attributes();
        ActivationCalls.fuse(layer.activation(), attributes);
        // A twentieth faster than the primitive for inner products.
        var product = new matmul.primitive_desc(
                new matmul.desc(input.layout(), transposed, biases, output.layout()), attributes, OneDnn.cpu());
        return List.of(PrimitiveCall.of(
                new matmul(product),
                product,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_WEIGHTS, parameters.values(transposed, offset))
                        .with(dnnl.DNNL_ARG_BIAS, parameters.values(biases, biasOffset()))
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream));
    }

    private int biasOffset() {
        return offset + layer.inputs() * layer.outputs();
    }

    private PrimitiveCall inputGradients(Tensor input, Tensor output) {
        memory.desc weights = OneDnn.plain(layer.outputs(), layer.inputs());
        var hint = new inner_product_forward.primitive_desc(
                new inner_product_forward.desc(
                        prop_kind.forward_training,
                        input.layout(),
                        weights,
                        OneDnn.plain(layer.outputs()),
                        output.layout()),
                OneDnn.cpu());
        var inputGradients = new inner_product_backward_data.primitive_desc(
                new inner_product_backward_data.desc(input.layout(), weights, output.layout()),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint);
        return PrimitiveCall.of(
                new inner_product_backward_data(inputGradients),
                inputGradients,
                new Arguments()
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_WEIGHTS, parameters.values(weights, offset))
                        .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()),
                stream);
    }

    /**
     * Returns a layer with these weights transposed and biases of its own, which is not to be updated before this one.
     *
     * @param biases where its biases begin
     */
    CallSequence tied(ChainLayer.TiedDense tied, Tensor input, int biases, Plan.Use use) {
        Tensor output = Tensor.allocate(use.isTraining(), input.dimensions()[0], tied.outputs());
        memory.desc weights = OneDnn.plain(layer.outputs(), layer.inputs());
        memory.desc biasLayout = OneDnn.plain(1, tied.outputs());
        primitive_attr attributes = OneDnn.attributes();
        ActivationCalls.fuse(tied.activation(), attributes);
        var product = new matmul.primitive_desc(
                new matmul.desc(input.layout(), weights, biasLayout, output.layout()), attributes, OneDnn.cpu());
        List<Call> forward = List.of(PrimitiveCall.of(
                new matmul(product),
                product,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_WEIGHTS, parameters.values(weights, offset))
                        .with(dnnl.DNNL_ARG_BIAS, parameters.values(biasLayout, biases))
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream));
        List<Call> calls = new ArrayList<>();
        if (use.isTraining()) {
            ActivationCalls.backward(tied.activation(), output, stream).ifPresent(calls::add);
            calls.add(timesTransposedWeights(output, output.gradients(), input.gradients()));
            calls.add(biasGradients(output, 0));
            calls.add(parameters.update(biases, tied.parameters()));
            uses.add(new WeightUse(input, input.values(), output.gradients()));
        }
        return new CallSequence(output, forward, calls);
    }

    /**
     * Ends the way back: weights' gradients, of all their uses, and updates, for some outputs at a time unless all gradients
     * are needed first, last those of the biases.
     */
    void addUpdates() {
        int inputs = layer.inputs();
        boolean whole = parameters.needWholeLayers();
        int atATime = whole ? layer.outputs() : layer.outputsAtATime();
        for (int first = 0; first < layer.outputs(); first += atATime) {
            int outputs = Math.min(atATime, layer.outputs() - first);
            memory gradients = parameters.gradients(OneDnn.plain(outputs, inputs), 0);
            for (WeightUse each : uses) {
                long rows = each.left.dimensions()[0];
                memory.desc transposed = OneDnn.strided(new long[] {outputs, rows}, 1, layer.outputs());
                FloatPointer left = new FloatPointer(each.leftValues.get_data_handle());
                backward.add(MatrixProduct.of(
                        transposed,
                        OneDnn.view(transposed, left.getPointer(first)),
                        each.right.get_desc(),
                        each.right,
                        gradients,
                        each == uses.get(0) ? MatrixProduct.Result.SET : MatrixProduct.Result.ADDED,
                        stream));
            }
            if (!whole) {
                backward.add(parameters.update(offset + first * inputs, outputs * inputs));
            }
        }
        Tensor output = sequence.output();
        if (whole) {
            backward.add(biasGradients(output, inputs * layer.outputs()));
            backward.add(parameters.update(offset, layer.parameters()));
        } else {
            backward.add(biasGradients(output, 0));
            backward.add(parameters.update(biasOffset(), layer.outputs()));
        }
    }

    /** Returns a call that leaves biases' gradients from a position of the gradients' memory on. */
    private Call biasGradients(Tensor output, int position) {
        long records = output.dimensions()[0];
        return MatrixProduct.of(
                OneDnn.plain(1, records),
                ones(records),
                output.layout(),
                output.gradients(),
                parameters.gradients(OneDnn.plain(1, output.size()), position),
                stream);
    }

    private static memory ones(long count) {
        memory ones = OneDnn.allocate(OneDnn.plain(1, count));
        FloatPointer values = new FloatPointer(ones.get_data_handle());
        for (long i = 0; i < count; i++) {
            values.put(i, 1);
        }
        return ones;
    }
}
