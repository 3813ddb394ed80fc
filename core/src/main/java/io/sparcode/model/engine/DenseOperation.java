package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
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
final class DenseOperation implements Operation {
    private final PrimitiveCall product;
    private PrimitiveCall derivative;
    private PrimitiveCall weightGradients;
    private PrimitiveCall inputGradients;

    private final Tensor output;

    DenseOperation(
            ChainLayer.Dense layer, Tensor input, ParameterMemory parameters, int offset, Plan.Use use, stream stream) {
        long batch = input.dimensions()[0];
        memory.desc outputLayout = OneDnn.plain(batch, layer.outputs());
        memory.desc weights = OneDnn.plain(layer.outputs(), layer.inputs());
        memory.desc biases = OneDnn.plain(layer.outputs());
        int biasOffset = offset + layer.inputs() * layer.outputs();
        memory weightValues = parameters.values(weights, offset);
        output = Tensor.allocate(use.isTraining(), batch, layer.outputs());

        primitive_attr attributes = OneDnn.attributes();
        ActivationCalls.fuse(layer.activation(), attributes);
        var forward = new inner_product_forward.primitive_desc(
                new inner_product_forward.desc(use.kind(), input.layout(), weights, biases, outputLayout),
                attributes,
                OneDnn.cpu());
        product = PrimitiveCall.of(
                new inner_product_forward(forward),
                forward,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_WEIGHTS, weightValues)
                        .with(dnnl.DNNL_ARG_BIAS, parameters.values(biases, biasOffset))
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream);
        if (!use.isTraining()) {
            return;
        }
        var hint = new inner_product_forward.primitive_desc(
                new inner_product_forward.desc(
                        prop_kind.forward_training, input.layout(), weights, biases, outputLayout),
                OneDnn.cpu());
        if (!layer.activation().isLinear()) {
            derivative = ActivationCalls.backward(layer.activation(), output, stream);
        }
        var backwardWeights = new inner_product_backward_weights.primitive_desc(
                new inner_product_backward_weights.desc(input.layout(), weights, biases, outputLayout),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint);
        weightGradients = PrimitiveCall.of(
                new inner_product_backward_weights(backwardWeights),
                backwardWeights,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, parameters.gradients(weights, offset))
                        .with(dnnl.DNNL_ARG_DIFF_BIAS, parameters.gradients(biases, biasOffset)),
                stream);
        if (input.hasGradients()) {
            var backwardData = new inner_product_backward_data.primitive_desc(
                    new inner_product_backward_data.desc(input.layout(), weights, outputLayout),
                    OneDnn.attributes(),
                    OneDnn.cpu(),
                    hint);
            inputGradients = PrimitiveCall.of(
                    new inner_product_backward_data(backwardData),
                    backwardData,
                    new Arguments()
                            .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                            .with(dnnl.DNNL_ARG_WEIGHTS, weightValues)
                            .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()),
                    stream);
        }
    }

    Tensor output() {
        return output;
    }

    @Override
    public void forward() {
        product.run();
    }

    @Override
    public void backward() {
        if (derivative != null) {
            derivative.run();
        }
        weightGradients.run();
        if (inputGradients != null) {
            inputGradients.run();
        }
    }
}
