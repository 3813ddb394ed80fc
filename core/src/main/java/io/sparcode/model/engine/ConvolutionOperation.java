package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** A convolution; weights are copied from DL4J's layout to those that oneDNN finds fastest, and their gradients back. */
final class ConvolutionOperation implements Operation {
    private final ParameterMemory parameters;
    private final WeightCopy weights;
    private final PrimitiveCall convolution;
    private final Tensor output;
    private PrimitiveCall derivative;
    private PrimitiveCall weightGradients;
    private PrimitiveCall weightGradientCopy;
    private WeightCopy backwardWeights;
    private PrimitiveCall inputGradients;

    /** Parameters in another layout, made again when they have changed. */
    private final class WeightCopy {
        private final memory values;
        private final PrimitiveCall copy;
        private int version = -1;

        WeightCopy(memory original, memory.desc plain, memory.desc layout, stream stream) {
            boolean same = layout.equals(plain);
            values = same ? original : OneDnn.allocate(layout);
            copy = same ? null : PrimitiveCall.copy(original, values, stream);
        }

        void refresh() {
            if (copy != null && version != parameters.version()) {
                copy.run();
                version = parameters.version();
            }
        }
    }

    ConvolutionOperation(
            ChainLayer.Convolution layer,
            Tensor input,
            ParameterMemory parameters,
            int offset,
            Plan.Use use,
            stream stream) {
        this.parameters = parameters;
        long[] in = input.dimensions();
        long[] size = {in[2], in[3]};
        ChainLayer.Window window = layer.window();
        long[] sides = window.outputs(size);
        long[] out = {in[0], layer.filters(), sides[0], sides[1]};
        long[] stride = {window.strideDown(), window.strideAcross()};
        long[] before = window.paddingBefore(size);
        long[] after = window.paddingAfter(size);
        long[] kernel = {layer.filters(), layer.channels(), window.height(), window.width()};
        memory.desc plainWeights = OneDnn.plain(kernel);
        memory.desc biases = OneDnn.plain(layer.filters());
        int weightOffset = offset + layer.filters();
        memory weightValues = parameters.values(plainWeights, weightOffset);

        output = Tensor.allocate(use.isTraining(), out);
        memory.desc outputLayout = output.layout();

        primitive_attr attributes = OneDnn.attributes();
        ActivationCalls.fuse(layer.activation(), attributes);
        var forward = new convolution_forward.primitive_desc(
                new convolution_forward.desc(
                        use.kind(),
                        algorithm.convolution_direct,
                        input.layout(),
                        OneDnn.any(kernel),
                        biases,
                        outputLayout,
                        stride,
                        before,
                        after),
                attributes,
                OneDnn.cpu());
        weights = new WeightCopy(weightValues, plainWeights, forward.weights_desc(), stream);
        convolution = PrimitiveCall.of(
                new convolution_forward(forward),
                forward,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_WEIGHTS, weights.values)
                        .with(dnnl.DNNL_ARG_BIAS, parameters.values(biases, offset))
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream);
        if (!use.isTraining()) {
            return;
        }
        var hint = new convolution_forward.primitive_desc(
                new convolution_forward.desc(
                        prop_kind.forward_training,
                        algorithm.convolution_direct,
                        input.layout(),
                        OneDnn.any(kernel),
                        biases,
                        outputLayout,
                        stride,
                        before,
                        after),
                OneDnn.cpu());
        if (!layer.activation().isLinear()) {
            derivative = ActivationCalls.backward(layer.activation(), output, stream);
        }
        var gradients = new convolution_backward_weights.primitive_desc(
                new convolution_backward_weights.desc(
                        algorithm.convolution_direct,
                        input.layout(),
                        OneDnn.any(kernel),
                        biases,
                        outputLayout,
                        stride,
                        before,
                        after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint);
        memory plainGradients = parameters.gradients(plainWeights, weightOffset);
        boolean sameGradients = gradients.diff_weights_desc().equals(plainWeights);
        memory ownGradients = sameGradients ? plainGradients : OneDnn.allocate(gradients.diff_weights_desc());
        weightGradients = PrimitiveCall.of(
                new convolution_backward_weights(gradients),
                gradients,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, ownGradients)
                        .with(dnnl.DNNL_ARG_DIFF_BIAS, parameters.gradients(biases, offset)),
                stream);
        weightGradientCopy = sameGradients ? null : PrimitiveCall.copy(ownGradients, plainGradients, stream);
        if (input.hasGradients()) {
            var backward = new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(
                            algorithm.convolution_direct,
                            input.layout(),
                            OneDnn.any(kernel),
                            outputLayout,
                            stride,
                            before,
                            after),
                    OneDnn.attributes(),
                    OneDnn.cpu(),
                    hint);
            backwardWeights = new WeightCopy(weightValues, plainWeights, backward.weights_desc(), stream);
            inputGradients = PrimitiveCall.of(
                    new convolution_backward_data(backward),
                    backward,
                    new Arguments()
                            .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                            .with(dnnl.DNNL_ARG_WEIGHTS, backwardWeights.values)
                            .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()),
                    stream);
        }
    }

    Tensor output() {
        return output;
    }

    @Override
    public void forward() {
        weights.refresh();
        convolution.run();
    }

    @Override
    public void backward() {
        if (derivative != null) {
            derivative.run();
        }
        weightGradients.run();
        if (weightGradientCopy != null) {
            weightGradientCopy.run();
        }
        if (inputGradients != null) {
            backwardWeights.refresh();
            inputGradients.run();
        }
    }
}
