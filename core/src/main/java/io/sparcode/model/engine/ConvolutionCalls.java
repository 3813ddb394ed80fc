package io.sparcode.model.engine;

import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** A convolution. */
final class ConvolutionCalls extends KernelCalls {
    private static final algorithm DIRECT = algorithm.convolution_direct;

    private ConvolutionCalls(ChainLayer.Convolution layer, Tensor input, Plan.Use use, stream stream) {
        super(
                layer.window(),
                layer.activation(),
                OneDnn.plain(
                        layer.filters(),
                        layer.channels(),
                        layer.window().height(),
                        layer.window().width()),
                input,
                output(input, layer.filters(), layer.window().outputs(sides(input)), use),
                sides(input),
                stream);
    }

    static CallSequence of(
            ChainLayer.Convolution layer,
            Tensor input,
            Parameters parameters,
            int offset,
            Plan.Use use,
            stream stream) {
        return new ConvolutionCalls(layer, input, use, stream).sequence(layer, parameters, offset, use);
    }

    private convolution_forward.desc description(prop_kind kind) {
        return new convolution_forward.desc(
                kind, DIRECT, input.layout(), anyKernel, biases, output.layout(), stride, before, after);
    }

    private convolution_forward.primitive_desc hint() {
        return new convolution_forward.primitive_desc(description(prop_kind.forward_training), OneDnn.cpu());
    }

    @Override
    Compiled forward(Plan.Use use) {
        primitive_attr attributes = OneDnn.attributes();
        ActivationCalls.fuse(activation, attributes);
        var forward = new convolution_forward.primitive_desc(description(use.kind()), attributes, OneDnn.cpu());
        return new Compiled(new convolution_forward(forward), forward, forward.weights_desc());
    }

    @Override
    void activated(List<Call> calls) {
        // Fused with the convolution.
    }

    @Override
    Compiled weightGradients() {
        var gradients = new convolution_backward_weights.primitive_desc(
                new convolution_backward_weights.desc(
                        DIRECT, input.layout(), anyKernel, biases, output.layout(), stride, before, after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint());
        return new Compiled(new convolution_backward_weights(gradients), gradients, gradients.diff_weights_desc());
    }

    @Override
    Compiled inputGradients() {
        var gradients = new convolution_backward_data.primitive_desc(
                new convolution_backward_data.desc(
                        DIRECT, input.layout(), anyKernel, output.layout(), stride, before, after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint());
        return new Compiled(new convolution_backward_data(gradients), gradients, gradients.weights_desc());
    }
}
