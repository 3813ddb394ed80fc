package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
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
    private DenseCalls() {}

    static CallSequence of(
            ChainLayer.Dense layer, Tensor input, Parameters parameters, int offset, Plan.Use use, stream stream) {
        Tensor output = Tensor.allocate(use.isTraining(), input.dimensions()[0], layer.outputs());
        memory.desc weights = OneDnn.plain(layer.outputs(), layer.inputs());
        memory.desc transposed = OneDnn.strided(new long[] {layer.inputs(), layer.outputs()}, 1, layer.inputs());
        memory.desc biases = OneDnn.plain(1, layer.outputs());
        int biasOffset = offset + layer.inputs() * layer.outputs();

        primitive_attr attributes = OneDnn.attributes();
        ActivationCalls.fuse(layer.activation(), attributes);
        // A twentieth faster than the primitive for inner products.
        var product = new matmul.primitive_desc(
                new matmul.desc(input.layout(), transposed, biases, output.layout()), attributes, OneDnn.cpu());
        List<Call> forward = List.of(PrimitiveCall.of(
                new matmul(product),
                product,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_WEIGHTS, parameters.values(transposed, offset))
                        .with(dnnl.DNNL_ARG_BIAS, parameters.values(biases, biasOffset))
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream));
        List<Call> backward = new ArrayList<>();
        if (!use.isTraining()) {
            return new CallSequence(output, forward, backward);
        }

        ActivationCalls.backward(layer.activation(), output, stream).ifPresent(backward::add);
        if (input.hasGradients()) {
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
            backward.add(PrimitiveCall.of(
                    new inner_product_backward_data(inputGradients),
                    inputGradients,
                    new Arguments()
                            .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                            .with(dnnl.DNNL_ARG_WEIGHTS, parameters.values(weights, offset))
                            .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()),
                    stream));
        }
        addUpdates(backward, layer, input, output, parameters, offset, stream);
        return new CallSequence(output, forward, backward);
    }

    /** Adds weights' gradients and updates, for some outputs at a time unless all are needed first, last those of the biases. */
    private static void addUpdates(
            List<Call> calls,
            ChainLayer.Dense layer,
            Tensor input,
            Tensor output,
            Parameters parameters,
            int offset,
            stream stream) {
        long records = input.dimensions()[0];
        int inputs = layer.inputs();
        FloatPointer outputGradients = new FloatPointer(output.gradients().get_data_handle());
        boolean whole = parameters.needWholeLayers();
        int atATime = whole ? layer.outputs() : layer.outputsAtATime();
        for (int first = 0; first < layer.outputs(); first += atATime) {
            int outputs = Math.min(atATime, layer.outputs() - first);
            memory.desc transposed = OneDnn.strided(new long[] {outputs, records}, 1, layer.outputs());
            calls.add(product(
                    transposed,
                    OneDnn.view(transposed, outputGradients.getPointer(first)),
                    input.layout(),
                    input.values(),
                    parameters,
                    0,
                    stream));
            if (!whole) {
                calls.add(parameters.update(offset + first * inputs, outputs * inputs));
            }
        }
        int weights = inputs * layer.outputs();
        calls.add(product(
                OneDnn.plain(1, records),
                ones(records),
                output.layout(),
                output.gradients(),
                parameters,
                whole ? weights : 0,
                stream));
        calls.add(
                whole
                        ? parameters.update(offset, layer.parameters())
                        : parameters.update(offset + weights, layer.outputs()));
    }

    private static memory ones(long count) {
        memory ones = OneDnn.allocate(OneDnn.plain(1, count));
        FloatPointer values = new FloatPointer(ones.get_data_handle());
        for (long i = 0; i < count; i++) {
            values.put(i, 1);
        }
        return ones;
    }

    /** Returns a call that leaves a matrix product as gradients, from a position of their memory on. */
    private static PrimitiveCall product(
            memory.desc leftLayout,
            memory left,
            memory.desc rightLayout,
            memory right,
            Parameters parameters,
            int position,
            stream stream) {
        memory.desc layout =
                OneDnn.plain(leftLayout.dims().get(0), rightLayout.dims().get(1));
        var description = new matmul.primitive_desc(
                new matmul.desc(leftLayout, rightLayout, layout), OneDnn.attributes(), OneDnn.cpu());
        return PrimitiveCall.of(
                new matmul(description),
                description,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, left)
                        .with(dnnl.DNNL_ARG_WEIGHTS, right)
                        .with(dnnl.DNNL_ARG_DST, parameters.gradients(layout, position)),
                stream);
    }
}
