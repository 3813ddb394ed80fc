package io.sparcode.model.engine;

import io.sparcode.model.LayerNoise;
import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.stream;

/** Selectors of inputs: mixtures by a softmax in training, the input of the largest logit otherwise. */
final class ConcreteCalls {
    private ConcreteCalls() {}

    static CallSequence of(
            ChainLayer.Concrete layer, Tensor input, Parameters parameters, Plan.Use use, stream stream) {
        return use.isTraining() ? mixing(layer, input, parameters, stream) : picking(layer, input, parameters);
    }

    private static CallSequence mixing(ChainLayer.Concrete layer, Tensor input, Parameters parameters, stream stream) {
        long records = input.dimensions()[0];
        int inputs = layer.inputs();
        int units = layer.units();
        Tensor output = Tensor.allocate(true, records, units);
        Tensor noise = Tensor.allocate(false, units, inputs);
        // Gumbel noise is the logarithm of exponential noise, negated.
        CallSequence logarithm = ActivationCalls.forward(algorithm.eltwise_log, 0, 0, noise, stream);
        Tensor scores = Tensor.allocate(true, units, inputs);
        Tensor mixture = Tensor.allocate(true, units, inputs);
        memory.desc layout = scores.layout();
        memory.desc transposed = OneDnn.strided(new long[] {inputs, units}, 1, inputs);
        memory.desc outputTransposed = OneDnn.strided(new long[] {units, records}, 1, units);

        var softmax = new softmax_forward.primitive_desc(
                new softmax_forward.desc(prop_kind.forward_training, layout, 1), OneDnn.attributes(), OneDnn.cpu());
        var softmaxBackward = new softmax_backward.primitive_desc(
                new softmax_backward.desc(layout, layout, 1), OneDnn.attributes(), OneDnn.cpu(), softmax);
        var mix = new matmul.primitive_desc(
                new matmul.desc(input.layout(), transposed, output.layout()), OneDnn.attributes(), OneDnn.cpu());
        var ofMixture = new matmul.primitive_desc(
                new matmul.desc(outputTransposed, input.layout(), layout), OneDnn.attributes(), OneDnn.cpu());

        Scores score = new Scores(layer, parameters, noise, logarithm.output(), scores);
        List<Call> forward = List.of(
                score::draw,
                logarithm.forward().get(0),
                score::compute,
                PrimitiveCall.of(
                        new softmax_forward(softmax),
                        softmax,
                        new Arguments()
                                .with(dnnl.DNNL_ARG_SRC, scores.values())
                                .with(dnnl.DNNL_ARG_DST, mixture.values()),
                        stream),
                PrimitiveCall.of(
                        new matmul(mix),
                        mix,
                        new Arguments()
                                .with(dnnl.DNNL_ARG_SRC, input.values())
                                .with(
                                        dnnl.DNNL_ARG_WEIGHTS,
                                        OneDnn.view(transposed, mixture.values().get_data_handle()))
                                .with(dnnl.DNNL_ARG_DST, output.values()),
                        stream));
        List<Call> backward = List.of(
                PrimitiveCall.of(
                        new matmul(ofMixture),
                        ofMixture,
                        new Arguments()
                                .with(
                                        dnnl.DNNL_ARG_SRC,
                                        OneDnn.view(
                                                outputTransposed,
                                                output.gradients().get_data_handle()))
                                .with(dnnl.DNNL_ARG_WEIGHTS, input.values())
                                .with(dnnl.DNNL_ARG_DST, mixture.gradients()),
                        stream),
                PrimitiveCall.of(
                        new softmax_backward(softmaxBackward),
                        softmaxBackward,
                        new Arguments()
                                .with(dnnl.DNNL_ARG_DST, mixture.values())
                                .with(dnnl.DNNL_ARG_DIFF_DST, mixture.gradients())
                                .with(dnnl.DNNL_ARG_DIFF_SRC, scores.gradients()),
                        stream),
                score::derive,
                parameters.update(0, layer.parameters()));
        return new CallSequence(output, forward, backward);
    }

    private static CallSequence picking(ChainLayer.Concrete layer, Tensor input, Parameters parameters) {
        int records = (int) input.dimensions()[0];
        int inputs = layer.inputs();
        int units = layer.units();
        Tensor output = Tensor.allocate(false, records, units);
        FloatBuffer from = input.valueBuffer();
        FloatBuffer to = output.valueBuffer();
        float[] logits = new float[layer.parameters()];
        Call pick = () -> {
            parameters.read(0, logits);
            for (int unit = 0; unit < units; unit++) {
                int picked = 0;
                for (int i = 1; i < inputs; i++) {
                    if (logits[unit * inputs + i] > logits[unit * inputs + picked]) {
                        picked = i;
                    }
                }
                for (int record = 0; record < records; record++) {
                    to.put(record * units + unit, from.get(record * inputs + picked));
                }
            }
        };
        return new CallSequence(output, List.of(pick), List.of());
    }

    /** The noisy logits over the temperature, which the mixture is the softmax of. */
    private static final class Scores {
        private final ChainLayer.Concrete layer;
        private final Parameters parameters;
        private final FloatBuffer noise;
        private final FloatBuffer logarithms;
        private final FloatBuffer scores;
        private final FloatBuffer slopes;
        private final FloatBuffer gradients;
        private final float[] drawn;
        private final float[] values;
        /** Whoever owns native memory must stay reachable. */
        private final List<Object> kept;

        Scores(ChainLayer.Concrete layer, Parameters parameters, Tensor noise, Tensor logarithms, Tensor scores) {
            this.layer = layer;
            this.parameters = parameters;
            this.noise = noise.valueBuffer();
            this.logarithms = logarithms.valueBuffer();
            this.scores = scores.valueBuffer();
            this.slopes = scores.gradientBuffer();
            this.gradients = parameters.gradientBuffer();
            this.drawn = new float[layer.parameters()];
            this.values = new float[layer.parameters()];
            this.kept = List.of(noise, logarithms, scores);
        }

        void draw() {
            LayerNoise.exponential(LayerNoise.next(), drawn, drawn.length);
            noise.put(0, drawn);
        }

        void compute() {
            parameters.read(0, values);
            logarithms.get(0, drawn);
            float factor = (float) (1 / layer.settings().temperatureAt(parameters.steps()));
            subtract(values, drawn, factor);
            scores.put(0, values);
        }

        private static void subtract(float[] logits, float[] logarithms, float factor) {
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (logits[i] - logarithms[i]) * factor;
            }
        }

        void derive() {
            slopes.get(0, values);
            float factor = (float) (1 / layer.settings().temperatureAt(parameters.steps()));
            Vectors.scale(values, factor);
            gradients.put(0, values);
        }
    }
}
