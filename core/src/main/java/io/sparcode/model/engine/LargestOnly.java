package io.sparcode.model.engine;

import io.sparcode.model.LargestValues;
import java.nio.FloatBuffer;

/** Keeps the k largest values of each record of a plain tensor and sets the others to 0. */
final class LargestOnly implements Operation {
    private final Tensor output;
    private final int records;
    private final LargestValues largest;
    private final FloatBuffer inputValues;
    private final FloatBuffer outputValues;
    private final FloatBuffer inputGradients;
    private final FloatBuffer outputGradients;
    private final float[] row;
    private final float[] marks;
    private final float[] kept;

    LargestOnly(ChainLayer.KSparse layer, Tensor input) {
        records = (int) input.dimensions()[0];
        int size = (int) input.size();
        output = Tensor.allocate(input.hasGradients(), records, size);
        largest = new LargestValues(layer.k(), size);
        inputValues = input.valueBuffer();
        outputValues = output.valueBuffer();
        inputGradients = input.hasGradients() ? input.gradientBuffer() : null;
        outputGradients = input.hasGradients() ? output.gradientBuffer() : null;
        row = new float[size];
        marks = new float[size];
        kept = new float[records * size];
    }

    Tensor output() {
        return output;
    }

    @Override
    public void runForward() {
        for (int record = 0; record < records; record++) {
            int offset = record * row.length;
            inputValues.get(offset, row);
            largest.mark(row, 0, marks, 0);
            Vectors.multiply(row, marks);
            outputValues.put(offset, row);
            System.arraycopy(marks, 0, kept, offset, marks.length);
        }
    }

    @Override
    public void runBackward() {
        if (inputGradients == null) {
            return;
        }
        for (int record = 0; record < records; record++) {
            int offset = record * row.length;
            outputGradients.get(offset, row);
            System.arraycopy(kept, offset, marks, 0, marks.length);
            Vectors.multiply(row, marks);
            inputGradients.put(offset, row);
        }
    }
}
