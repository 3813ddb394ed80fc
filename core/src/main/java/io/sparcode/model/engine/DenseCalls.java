package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/**
 * A dense layer. DL4J's weights, [inputs, outputs] column by column, are oneDNN's [outputs, inputs] row by row, so they are
 * used where they lie.
 */
final class DenseCalls {
    private DenseCalls() {}

    static CallSequence of(
            ChainLayer.Dense layer, Tensor input, ParameterMemory parameters, int offset, Plan.Use use, stream stream) {
        Tensor output = Tensor.allocate(use.isTraining(), input.dimensions()[0], layer.outputs());
        memory.desc weights = OneDnn.plain(layer.outputs(), layer.inputs());
        memory.desc biases = OneDnn.plain(layer.outputs());
        int biasOffset = offset + layer.inputs() * layer.outputs();
        memory weightValues = parameters.values(weights, offset);

        primitive_attr attributes = OneDnn.attributes();
        ActivationCalls.fuse(layer.activation(), attributes);
        var product = new inner_product_forward.primitive_desc(
                new inner_product_forward.desc(use.kind(), input.layout(), weights, biases, output.layout()),
                attributes,
                OneDnn.cpu());
        List<PrimitiveCall> forward = List.of(PrimitiveCall.of(
                new inner_product_forward(product),
                product,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_WEIGHTS, weightValues)
                        .with(dnnl.DNNL_ARG_BIAS, parameters.values(biases, biasOffset))
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream));
        List<PrimitiveCall> backward = new ArrayList<>();
        if (!use.isTraining()) {
            return new CallSequence(output, forward, backward);
        }

        ActivationCalls.backward(layer.activation(), output, stream).ifPresent(backward::add);
        var hint = new inner_product_forward.primitive_desc(
                new inner_product_forward.desc(
                        prop_kind.forward_training, input.layout(), weights, biases, output.layout()),
                OneDnn.cpu());
        var weightGradients = new inner_product_backward_weights.primitive_desc(
                new inner_product_backward_weights.desc(input.layout(), weights, biases, output.layout()),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint);
        backward.add(PrimitiveCall.of(
                new inner_product_backward_weights(weightGradients),
                weightGradients,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, parameters.gradients(weights, offset))
                        .with(dnnl.DNNL_ARG_DIFF_BIAS, parameters.gradients(biases, biasOffset)),
                stream));
        if (input.hasGradients()) {
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
                            .with(dnnl.DNNL_ARG_WEIGHTS, weightValues)
                            .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()),
                    stream));
        }
        return new CallSequence(output, forward, backward);
    }
}
