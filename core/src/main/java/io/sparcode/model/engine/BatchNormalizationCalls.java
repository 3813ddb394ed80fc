package io.sparcode.model.engine;

import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Batch normalisation, of vectors as of images of one pixel. DL4J's scales and shifts lie one after the other, as oneDNN
 * has them. The running statistics move towards the batch's by a share of their difference, which takes the place of their
 * gradient.
 */
final class BatchNormalizationCalls {
    private BatchNormalizationCalls() {}

    static CallSequence of(
            ChainLayer.BatchNormalization layer,
            Tensor given,
            Parameters parameters,
            int offset,
            Plan.Use use,
            stream stream) {
        int channels = layer.channels();
        long[] dimensions = given.dimensions();
        Tensor result = Tensor.allocate(use.isTraining(), dimensions);
        Tensor input = dimensions.length == 4 ? given : given.as(dimensions[0], channels, 1, 1);
        Tensor output = dimensions.length == 4 ? result : result.as(dimensions[0], channels, 1, 1);
        memory.desc perChannel = OneDnn.plain(channels);
        memory scaleAndShift = parameters.values(OneDnn.plain(2, channels), offset);
        memory runningMean = parameters.values(perChannel, offset + 2 * channels);
        memory runningVariance = parameters.values(perChannel, offset + 3 * channels);
        memory mean = use.isTraining() ? OneDnn.allocate(perChannel) : runningMean;
        memory variance = use.isTraining() ? OneDnn.allocate(perChannel) : runningVariance;
        float epsilon = (float) layer.epsilon();

        int flags = normalization_flags.use_scale_shift.value
                | (use.isTraining() ? 0 : normalization_flags.use_global_stats.value);
        var forward = new batch_normalization_forward.primitive_desc(
                new batch_normalization_forward.desc(use.kind().value, input.layout(), epsilon, flags),
                OneDnn.attributes(),
                OneDnn.cpu());
        PrimitiveCall normalize = PrimitiveCall.of(
                new batch_normalization_forward(forward),
                forward,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_MEAN, mean)
                        .with(dnnl.DNNL_ARG_VARIANCE, variance)
                        .with(dnnl.DNNL_ARG_SCALE_SHIFT, scaleAndShift)
                        .with(dnnl.DNNL_ARG_DST, output.values()),
                stream);
        if (!use.isTraining()) {
            return new CallSequence(result, List.of(normalize), List.of());
        }

        var backward = new batch_normalization_backward.primitive_desc(
                new batch_normalization_backward.desc(
                        prop_kind.backward.value, output.layout(), input.layout(), epsilon, flags),
                OneDnn.attributes(),
                OneDnn.cpu(),
                forward);
        PrimitiveCall gradients = PrimitiveCall.of(
                new batch_normalization_backward(backward),
                backward,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC, input.values())
                        .with(dnnl.DNNL_ARG_MEAN, mean)
                        .with(dnnl.DNNL_ARG_VARIANCE, variance)
                        .with(dnnl.DNNL_ARG_SCALE_SHIFT, scaleAndShift)
                        .with(dnnl.DNNL_ARG_DIFF_DST, output.gradients())
                        .with(
                                dnnl.DNNL_ARG_DIFF_SRC,
                                input.hasGradients() ? input.gradients() : OneDnn.allocate(input.layout()))
                        .with(dnnl.DNNL_ARG_DIFF_SCALE_SHIFT, parameters.gradients(OneDnn.plain(2, channels), 0)),
                stream);
        memory differences = parameters.gradients(OneDnn.plain(2, channels), 2 * channels);
        return new CallSequence(
                result,
                List.of(normalize),
                List.of(
                        gradients,
                        moved(
                                new FloatBuffer[] {buffer(mean, channels), buffer(variance, channels)},
                                new FloatBuffer[] {buffer(runningMean, channels), buffer(runningVariance, channels)},
                                buffer(differences, 2 * channels),
                                (float) (1 - layer.decay())),
                        parameters.updateUnclipped(offset, layer.parameters())));
    }

    /** Returns a call that leaves what is to be taken off the running statistics. */
    private static Call moved(FloatBuffer[] batch, FloatBuffer[] running, FloatBuffer differences, float share) {
        int channels = batch[0].capacity();
        return () -> {
            for (int statistic = 0; statistic < batch.length; statistic++) {
                for (int i = 0; i < channels; i++) {
                    differences.put(
                            statistic * channels + i, share * (running[statistic].get(i) - batch[statistic].get(i)));
                }
            }
        };
    }

    private static FloatBuffer buffer(memory values, int length) {
        return new FloatPointer(values.get_data_handle()).capacity(length).asBuffer();
    }
}
