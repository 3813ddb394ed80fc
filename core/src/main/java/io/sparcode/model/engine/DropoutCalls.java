package io.sparcode.model.engine;

import io.sparcode.model.LayerNoise;
import io.sparcode.model.engine.PrimitiveCall.Arguments;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** Dropout in training: factors are drawn in DL4J's order of values, and multiplied by on both ways. */
final class DropoutCalls {
    private DropoutCalls() {}

    static CallSequence of(ChainLayer.Dropout layer, Tensor input, stream stream) {
        long[] dimensions = input.dimensions();
        Tensor output = Tensor.allocate(input.hasGradients(), dimensions);
        Tensor drawn = Tensor.allocate(false, dimensions[0], input.size());
        memory factors = OneDnn.allocate(input.layout());
        float[] values = new float[Math.toIntExact(dimensions[0] * input.size())];
        // Holds on to the tensor: views and buffers of its memory do not keep it.
        Call draw = () -> {
            LayerNoise.dropout(LayerNoise.next(), layer.rate(), values);
            drawn.valueBuffer().put(0, values);
        };
        Call arrange = PrimitiveCall.copy(
                OneDnn.view(OneDnn.plain(dimensions), drawn.values().get_data_handle()), factors, stream);
        return new CallSequence(
                output,
                List.of(draw, arrange, product(input.values(), factors, output.values(), input.layout(), stream)),
                input.hasGradients()
                        ? List.of(product(output.gradients(), factors, input.gradients(), input.layout(), stream))
                        : List.of());
    }

    private static PrimitiveCall product(memory from, memory factors, memory to, memory.desc layout, stream stream) {
        var description = new binary.primitive_desc(
                new binary.desc(algorithm.binary_mul, layout, layout, layout), OneDnn.attributes(), OneDnn.cpu());
        return PrimitiveCall.of(
                new binary(description),
                description,
                new Arguments()
                        .with(dnnl.DNNL_ARG_SRC_0, from)
                        .with(dnnl.DNNL_ARG_SRC_1, factors)
                        .with(dnnl.DNNL_ARG_DST, to),
                stream);
    }
}
