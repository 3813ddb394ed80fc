package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** Calls for activation functions; oneDNN derives them from what they gave, so their input need not be kept. */
final class ActivationCalls {
    private ActivationCalls() {}

    /** Adds the function to what a primitive does with its output. */
    static void fuse(Elementwise function, primitive_attr attributes) {
        if (!function.isLinear()) {
            post_ops operations = new post_ops();
            operations.append_eltwise(1, function.kind().forward, function.alpha(), 0);
            attributes.set_post_ops(operations);
        }
    }

    /** Applies a function, without a way back: what follows derives it by itself, or need not. */
    static CallSequence forward(dnnl.algorithm function, float alpha, float beta, Tensor input, stream stream) {
        Tensor output = Tensor.allocate(false, input.dimensions());
        var description = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(prop_kind.forward_inference, function, input.layout(), alpha, beta),
                OneDnn.attributes(),
                OneDnn.cpu());
        PrimitiveCall call = PrimitiveCall.of(
                new eltwise_forward(description),
                description,
                new Arguments().with(dnnl.DNNL_ARG_SRC, input.values()).with(dnnl.DNNL_ARG_DST, output.values()),
                stream);
        return new CallSequence(output, List.of(call), List.of());
    }

    /** Applies a function, both ways. */
    static CallSequence layer(Elementwise function, Tensor input, stream stream) {
        Tensor output = Tensor.allocate(input.hasGradients(), input.dimensions());
        List<Call> forward =
                List.of(PrimitiveCall.copy(input.values(), output.values(), stream), inPlace(function, output, stream));
        if (!input.hasGradients()) {
            return new CallSequence(output, forward, List.of());
        }
        List<Call> backward = new ArrayList<>();
        backward(function, output, stream).ifPresent(backward::add);
        backward.add(PrimitiveCall.copy(output.gradients(), input.gradients(), stream));
        return new CallSequence(output, forward, backward);
    }

    /** Returns a call that applies a function in place. */
    static Call inPlace(Elementwise function, Tensor tensor, stream stream) {
        if (function.isLinear()) {
            return () -> {};
        }
        var description = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(
                        prop_kind.forward_training, function.kind().forward, tensor.layout(), function.alpha(), 0f),
                OneDnn.attributes(),
                OneDnn.cpu());
        return PrimitiveCall.of(
                new eltwise_forward(description),
                description,
                new Arguments().with(dnnl.DNNL_ARG_SRC, tensor.values()).with(dnnl.DNNL_ARG_DST, tensor.values()),
                stream);
    }

    /** Returns a call that turns the gradients of a function's output into those of its input, in place, if it does. */
    static Optional<PrimitiveCall> backward(Elementwise function, Tensor output, stream stream) {
        if (function.isLinear()) {
            return Optional.empty();
        }
        var hint = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(
                        prop_kind.forward_training, function.kind().backward, output.layout(), function.alpha(), 0f),
                OneDnn.cpu());
        var description = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(
                        function.kind().backward, output.layout(), output.layout(), function.alpha(), 0f),
                OneDnn.attributes(),
                OneDnn.cpu(),
                hint);
        return Optional.of(PrimitiveCall.of(
                new eltwise_backward(description),
                description,
                new Arguments()
                        .with(dnnl.DNNL_ARG_DST, output.values())
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_DIFF_SRC, output.gradients()),
                stream));
    }
}
