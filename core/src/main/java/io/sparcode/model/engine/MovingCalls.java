package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.resampling_backward;
import org.bytedeco.dnnl.resampling_forward;
import org.bytedeco.dnnl.stream;

/** Layers without parameters, which choose, repeat or rearrange values: one call each way. */
final class MovingCalls {
    private MovingCalls() {}

    static CallSequence pooling(ChainLayer.Pooling layer, Tensor input, Plan.Use use, stream stream) {
        algorithm kind = layer.average() ? algorithm.pooling_avg_exclude_padding : algorithm.pooling_max;
        long[] in = input.dimensions();
        long[] size = {in[2], in[3]};
        ChainLayer.Window window = layer.window();
        long[] sides = window.outputs(size);
        long[] out = {in[0], in[1], sides[0], sides[1]};
        long[] stride = {window.strideDown(), window.strideAcross()};
        long[] kernel = {window.height(), window.width()};
        long[] before = window.paddingBefore(size);
        long[] after = window.paddingAfter(size);
        var forward = new pooling_forward.primitive_desc(
                new pooling_forward.desc(
                        use.kind(), kind, input.layout(), OneDnn.values(out), stride, kernel, before, after),
                OneDnn.attributes(),
                OneDnn.cpu());
        Tensor output = Tensor.allocate(input.hasGradients(), out);
        Arguments arguments =
                new Arguments().with(dnnl.DNNL_ARG_SRC, input.values()).with(dnnl.DNNL_ARG_DST, output.values());
        if (!use.isTraining()) {
            return oneWay(output, PrimitiveCall.of(new pooling_forward(forward), forward, arguments, stream));
        }
        // Which of a window's values was the largest; empty for means.
        memory chosen = OneDnn.allocate(forward.workspace_desc());
        if (!layer.average()) {
            arguments.with(dnnl.DNNL_ARG_WORKSPACE, chosen);
        }
        PrimitiveCall pooling = PrimitiveCall.of(new pooling_forward(forward), forward, arguments, stream);
        if (!input.hasGradients()) {
            return oneWay(output, pooling);
        }
        var backward = new pooling_backward.primitive_desc(
                new pooling_backward.desc(kind, input.layout(), output.layout(), stride, kernel, before, after),
                OneDnn.attributes(),
                OneDnn.cpu(),
                forward);
        Arguments back = new Arguments()
                .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients());
        if (!layer.average()) {
            back.with(dnnl.DNNL_ARG_WORKSPACE, chosen);
        }
        return new CallSequence(
                output,
                List.of(pooling),
                List.of(PrimitiveCall.of(new pooling_backward(backward), backward, back, stream)));
    }

    static CallSequence upsampling(ChainLayer.Upsampling layer, Tensor input, stream stream) {
        long[] in = input.dimensions();
        long[] out = {in[0], in[1], in[2] * layer.height(), in[3] * layer.width()};
        var forward = new resampling_forward.primitive_desc(
                new resampling_forward.desc(
                        prop_kind.forward_training, algorithm.resampling_nearest, input.layout(), OneDnn.values(out)),
                OneDnn.attributes(),
                OneDnn.cpu());
        Tensor output = Tensor.allocate(input.hasGradients(), out);
        PrimitiveCall repeating = PrimitiveCall.of(
                new resampling_forward(forward),
                forward,
                new Arguments().with(dnnl.DNNL_ARG_SRC, input.values()).with(dnnl.DNNL_ARG_DST, output.values()),
                stream);
        if (!input.hasGradients()) {
            return oneWay(output, repeating);
        }
        var backward = new resampling_backward.primitive_desc(
                new resampling_backward.desc(algorithm.resampling_nearest, input.layout(), output.layout()),
                OneDnn.attributes(),
                OneDnn.cpu(),
                forward);
        return new CallSequence(
                output,
                List.of(repeating),
                List.of(PrimitiveCall.of(
                        new resampling_backward(backward),
                        backward,
                        new Arguments()
                                .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                                .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()),
                        stream)));
    }

    /** Reads vectors, which hold images plane by plane, as images. */
    static CallSequence toImages(ChainLayer.Planes planes, Tensor vectors, stream stream) {
        long[] dimensions = {vectors.dimensions()[0], planes.channels(), planes.height(), planes.width()};
        Tensor output = Tensor.allocate(vectors.hasGradients(), dimensions);
        return rearranging(OneDnn.plain(dimensions), vectors, output, OneDnn.values(dimensions), stream);
    }

    /** Writes images as vectors, plane by plane. */
    static CallSequence toVectors(Tensor images, stream stream) {
        Tensor output = Tensor.allocate(images.hasGradients(), images.dimensions()[0], images.size());
        return rearranging(images.layout(), images, output, OneDnn.plain(images.dimensions()), stream);
    }

    private static CallSequence rearranging(
            memory.desc from, Tensor input, Tensor output, memory.desc to, stream stream) {
        PrimitiveCall forward = PrimitiveCall.copy(
                OneDnn.view(from, input.values().get_data_handle()),
                OneDnn.view(to, output.values().get_data_handle()),
                stream);
        if (!input.hasGradients()) {
            return oneWay(output, forward);
        }
        PrimitiveCall backward = PrimitiveCall.copy(
                OneDnn.view(to, output.gradients().get_data_handle()),
                OneDnn.view(from, input.gradients().get_data_handle()),
                stream);
        return new CallSequence(output, List.of(forward), List.of(backward));
    }

    private static CallSequence oneWay(Tensor output, PrimitiveCall forward) {
        return new CallSequence(output, List.of(forward), List.of());
    }
}
