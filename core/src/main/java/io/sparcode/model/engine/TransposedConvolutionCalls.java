package io.sparcode.model.engine;

import java.util.List;
import org.bytedeco.dnnl.deconvolution_backward_data;
import org.bytedeco.dnnl.deconvolution_backward_weights;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** A transposed convolution, whose weights DL4J has as [channels, filters, height, width]. */
final class TransposedConvolutionCalls extends KernelCalls {
    private static final algorithm DIRECT = algorithm.deconvolution_direct;

    private TransposedConvolutionCalls(
            ChainLayer.TransposedConvolution layer, Tensor input, Plan.Use use, stream stream) {
        super(
                layer.window(),
                layer.activation(),
                new memory.desc(
                        new long[] {
                            layer.filters(),
                            layer.channels(),
                            layer.window().height(),
                            layer.window().width()
                        },
                        memory.data_type.f32,
                        memory.format_tag.bacd),
                input,
                output(input, layer.filters(), layer.window().transposedOutputs(sides(input)), use),
                layer.window().transposedOutputs(sides(input)),
                stream);
    }

    static CallSequence of(
            ChainLayer.TransposedConvolution layer,
            Tensor input,
            Parameters parameters,
            int offset,
            Plan.Use use,
            stream stream) {
        return new TransposedConvolutionCalls(layer, input, use, stream).sequence(layer, parameters, offset, use);
    }

    private deconvolution_forward.desc description(prop_kind kind) {
        return new deconvolution_forward.desc(
                kind, DIRECT, input.layout(), anyKernel, biases, output.layout(), stride, before, after);
    }

    private deconvolution_forward.primitive_desc hint() {
        return new deconvolution_forward.primitive_desc(description(prop_kind.forward_training), OneDnn.cpu());
    }

    @Override
    Compiled forward(Plan.Use use) {
        primitive_attr attributes = OneDnn.attributes();
        var forward = new deconvolution_forward.primitive_desc(description(use.kind()), attributes, OneDnn.cpu());
        return new Compiled(new deconvolution_forward(forward), forward, forward.weights_desc());
    }

    @Override
    void activated(List<Call> calls) {
        calls.add(ActivationCalls.inPlace(activation, output, stream));
    }

    @Override
    Compiled weightGradients() {
        var gradients = new deconvolution_backward_weights.primitive_desc(
                new deconvolution_backward_weights.desc(
                        DIRECT, input.layout(), anyKernel, biases, output.layout(), stride, before, after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint());
        return new Compiled(new deconvolution_backward_weights(gradients), gradients, gradients.diff_weights_desc());
    }

    @Override
    Compiled inputGradients() {
        var gradients = new deconvolution_backward_data.primitive_desc(
                new deconvolution_backward_data.desc(
                        DIRECT, input.layout(), anyKernel, output.layout(), stride, before, after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint());
        return new Compiled(new deconvolution_backward_data(gradients), gradients, gradients.weights_desc());
    }
}
