package io.sparcode.scoring;

import io.sparcode.model.Architecture;
import io.sparcode.model.FloatTransfer;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network ready to score, by one thread at a time. */
final class LoadedNetwork {
    private static final List<String> OUTPUTS = List.of(Architecture.CODE, Architecture.RECONSTRUCTION);

    private final String id;
    private final ComputationGraph network;

    LoadedNetwork(NetworkSnapshot snapshot) {
        id = snapshot.id();
        network = snapshot.toNetwork();
    }

    String id() {
        return id;
    }

    /** Returns codes and reconstructions of the first {@code records} of {@code values} [batch, size]. */
    Outputs compute(float[] values, int records, int size) {
        INDArray input = Nd4j.createUninitialized(DataType.FLOAT, new long[] {records, size}, 'c');
        FloatTransfer.write(values, input);
        INDArray[] outputs = network.output(OUTPUTS, false, new INDArray[] {input}, null);
        Outputs result = new Outputs(floats(outputs[0]), floats(outputs[1]));
        for (INDArray array : new INDArray[] {outputs[0], outputs[1], input}) {
            // Off-heap memory that would otherwise wait for the garbage collector to notice it.
            if (array.closeable()) {
                array.close();
            }
        }
        return result;
    }

    private static float[] floats(INDArray array) {
        INDArray rows = array.dup('c');
        float[] values = FloatTransfer.read(rows);
        rows.close();
        return values;
    }

    /** Codes [batch, code size] and reconstructions [batch, size], row by row. */
    record Outputs(float[] codes, float[] reconstructions) {}
}
