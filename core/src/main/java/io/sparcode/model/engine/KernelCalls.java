package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;

/**
 * A layer that moves a kernel over images. Its few weights are copied from DL4J's layout to those that oneDNN finds fastest,
 * which differ from direction to direction, and their gradients back.
 */
abstract class KernelCalls {
    final Elementwise activation;
    final Tensor input;
    final Tensor output;
    final memory.desc anyKernel;
    final memory.desc biases;
    final long[] stride;
    final long[] before;
    final long[] after;
    final stream stream;
    private final memory.desc kernel;

    /** A primitive with the layout that it wants the weights, or their gradients, in. */
    record Compiled(primitive called, primitive_desc_base description, memory.desc weights) {}

    /**
     * Prepares.
     *
     * @param kernel the weights as DL4J lays them out, read as [filters, channels, height, width]
     * @param larger height and width of what windows move over: the input, or a transposed convolution's output
     */
    KernelCalls(
            ChainLayer.Window window,
            Elementwise activation,
            memory.desc kernel,
            Tensor input,
            Tensor output,
            long[] larger,
            stream stream) {
        this.activation = activation;
        this.kernel = kernel;
        this.input = input;
        this.output = output;
        this.anyKernel = OneDnn.any(output.dimensions()[1], input.dimensions()[1], window.height(), window.width());
        this.biases = OneDnn.plain(output.dimensions()[1]);
        this.stride = new long[] {window.strideDown(), window.strideAcross()};
        this.before = window.paddingBefore(larger);
        this.after = window.paddingAfter(larger);
        this.stream = stream;
    }

    /** Returns the way forward, the activation included if {@link #activated} adds nothing. */
    abstract Compiled forward(Plan.Use use);

    /** Adds the activation where {@link #forward} leaves it out. */
    abstract void activated(List<Call> calls);

    abstract Compiled weightGradients();

    abstract Compiled inputGradients();

    /** Returns the layer, whose parameters, biases first, begin at {@code offset}. */
    CallSequence sequence(ChainLayer layer, Parameters parameters, int offset, Plan.Use use) {
        int filters = (int) output.dimensions()[1];
        memory weights = parameters.values(kernel, offset + filters);
        List<Call> forward = new ArrayList<>();
        add(
                forward,
                forward(use),
                weights,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_BIAS, parameters.values(biases, offset))
                        .with(dnnl.DNNL_ARG_DST, output.values()));
        activated(forward);
        List<Call> backward = new ArrayList<>();
        if (use.isTraining()) {
            ActivationCalls.backward(activation, output, stream).ifPresent(backward::add);
            addWeightGradients(backward, parameters, filters);
            if (input.hasGradients()) {
                add(
                        backward,
                        inputGradients(),
                        weights,
                        new Arguments()
                                .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                                .with(dnnl.DNNL_ARG_DIFF_SRC, input.gradients()));
            }
            backward.add(parameters.update(offset, layer.parameters()));
        }
        return new CallSequence(output, forward, backward);
    }

    /** Adds a primitive that reads the weights, after a copy of them to where it wants them. */
    private void add(List<Call> calls, Compiled compiled, memory weights, Arguments arguments) {
        memory copied = OneDnn.allocate(compiled.weights());
        calls.add(PrimitiveCall.copy(weights, copied, stream));
        calls.add(PrimitiveCall.of(
                compiled.called(), compiled.description(), arguments.with(dnnl.DNNL_ARG_WEIGHTS, copied), stream));
    }

    private void addWeightGradients(List<Call> calls, Parameters parameters, int filters) {
        Compiled compiled = weightGradients();
        memory gradients = OneDnn.allocate(compiled.weights());
        calls.add(PrimitiveCall.of(
                compiled.called(),
                compiled.description(),
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradients)
                        .with(dnnl.DNNL_ARG_DIFF_BIAS, parameters.gradients(biases, 0)),
                stream));
        calls.add(PrimitiveCall.copy(gradients, parameters.gradients(kernel, filters), stream));
    }

    /** Returns a new tensor for a layer's output. */
    static Tensor output(Tensor input, int filters, long[] sides, Plan.Use use) {
        return Tensor.allocate(use.isTraining(), input.dimensions()[0], filters, sides[0], sides[1]);
    }

    /** Returns height and width. */
    static long[] sides(Tensor images) {
        return new long[] {images.dimensions()[2], images.dimensions()[3]};
    }
}
