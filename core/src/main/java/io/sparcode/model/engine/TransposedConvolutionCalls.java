package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.deconvolution_backward_data;
import org.bytedeco.dnnl.deconvolution_backward_weights;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/**
 * A transposed convolution. Its weights are copied from DL4J's layout, [channels, filters, height, width], as those of
 * {@link ConvolutionCalls} are.
 */
final class TransposedConvolutionCalls {
    private static final algorithm DIRECT = algorithm.deconvolution_direct;

    private final Tensor input;
    private final Tensor output;
    private final memory.desc kernel;
    private final memory.desc anyKernel;
    private final memory.desc biases;
    private final long[] stride;
    private final long[] before;
    private final long[] after;
    private final stream stream;

    private TransposedConvolutionCalls(
            ChainLayer.TransposedConvolution layer, Tensor input, boolean training, stream stream) {
        ChainLayer.Window window = layer.window();
        long[] in = input.dimensions();
        long[] sides = {in[2], in[3]};
        long[] outputSides = window.transposedOutputs(sides);
        long[] kernelShape = {layer.filters(), layer.channels(), window.height(), window.width()};
        this.input = input;
        this.output = Tensor.allocate(training, in[0], layer.filters(), outputSides[0], outputSides[1]);
        this.kernel = new memory.desc(kernelShape, memory.data_type.f32, memory.format_tag.bacd);
        this.anyKernel = OneDnn.any(kernelShape);
        this.biases = OneDnn.plain(layer.filters());
        this.stride = new long[] {window.strideDown(), window.strideAcross()};
        this.before = window.paddingBefore(outputSides);
        this.after = window.paddingAfter(outputSides);
        this.stream = stream;
    }

    static CallSequence of(
            ChainLayer.TransposedConvolution layer,
            Tensor input,
            Parameters parameters,
            int offset,
            Plan.Use use,
            stream stream) {
        TransposedConvolutionCalls calls = new TransposedConvolutionCalls(layer, input, use.isTraining(), stream);
        memory weights = parameters.values(calls.kernel, offset + layer.filters());
        List<Call> forward = new ArrayList<>();
        calls.addForward(forward, layer, use.kind(), weights, parameters.values(calls.biases, offset));
        List<Call> backward = new ArrayList<>();
        if (use.isTraining()) {
            var hint =
                    new deconvolution_forward.primitive_desc(calls.forward(prop_kind.forward_training), OneDnn.cpu());
            ActivationCalls.backward(layer.activation(), calls.output, stream).ifPresent(backward::add);
            calls.addWeightGradients(
                    backward,
                    hint,
                    parameters.gradients(calls.kernel, layer.filters()),
                    parameters.gradients(calls.biases, 0));
            if (input.hasGradients()) {
                calls.addInputGradients(backward, hint, weights);
            }
            backward.add(parameters.update(offset, layer.parameters()));
        }
        return new CallSequence(calls.output, forward, backward);
    }

    private deconvolution_forward.desc forward(prop_kind kind) {
        return new deconvolution_forward.desc(
                kind, DIRECT, input.layout(), anyKernel, biases, output.layout(), stride, before, after);
    }

    private void addForward(
            List<Call> calls,
            ChainLayer.TransposedConvolution layer,
            prop_kind kind,
            memory weights,
            memory biasValues) {
        primitive_attr attributes = OneDnn.attributes();
        var description = new deconvolution_forward.primitive_desc(forward(kind), attributes, OneDnn.cpu());
        memory weightValues = OneDnn.allocate(description.weights_desc());
        calls.add(PrimitiveCall.copy(weights, weightValues, stream));
        calls.add(PrimitiveCall.of(
                new deconvolution_forward(description),
                description,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_WEIGHTS, weightValues)
                        .with(dnnl.DNNL_ARG_BIAS, biasValues)
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream));
        calls.add(ActivationCalls.inPlace(layer.activation(), output, stream));
    }

    private void addWeightGradients(
            List<Call> calls, deconvolution_forward.primitive_desc hint, memory weightGradients, memory biasGradients) {
        var description = new deconvolution_backward_weights.primitive_desc(
                new deconvolution_backward_weights.desc(
                        DIRECT, input.layout(), anyKernel, biases, output.layout(), stride, before, after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint);
        memory gradients = OneDnn.allocate(description.diff_weights_desc());
        calls.add(PrimitiveCall.of(
                new deconvolution_backward_weights(description),
                description,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradients)
                        .with(dnnl.DNNL_ARG_DIFF_BIAS, biasGradients),
                stream));
        calls.add(PrimitiveCall.copy(gradients, weightGradients, stream));
    }

    private void addInputGradients(List<Call> calls, deconvolution_forward.primitive_desc hint, memory weights) {
        var description = new deconvolution_backward_data.primitive_desc(
                new deconvolution_backward_data.desc(
                        DIRECT, input.layout(), anyKernel, output.layout(), stride, before, after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint);
        memory weightValues = OneDnn.allocate(description.weights_desc());
        calls.add(PrimitiveCall.copy(weights, weightValues, stream));
        calls.add(PrimitiveCall.of(
                new deconvolution_backward_data(description),
                description,
                new Arguments()
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_WEIGHTS, weightValues)
                        .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()),
                stream));
    }
}
