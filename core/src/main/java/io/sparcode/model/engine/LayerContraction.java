package io.sparcode.model.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The squared Frobenius norm of one dense layer's Jacobian, averaged over the batch: the sum over units of the squared slope
 * times the squared norm of the unit's weights.
 */
final class LayerContraction implements AddedLoss {
    private final double weight;
    private final DenseCalls dense;
    private final int records;
    private final int units;
    private final FloatBuffer outputs;
    private final FloatBuffer factors;
    private final float[] weights;
    private final float[] norms;
    private final float[] row;
    private final float[] slopes;
    private final float[] curvatures;
    private final float[] squares;
    private final float[] ofSums;
    private double loss;

    LayerContraction(ChainLayer.Contractive penalty, DenseCalls dense) {
        this.dense = dense;
        Tensor output = dense.sequence().output();
        records = (int) output.dimensions()[0];
        units = (int) output.size();
        weight = penalty.settings().weight() / records;
        outputs = output.valueBuffer();
        weights = new float[units * dense.layer().inputs()];
        norms = new float[units];
        row = new float[units];
        slopes = new float[units];
        curvatures = new float[units];
        squares = new float[units];
        ofSums = dense.gradientsOfSums();
        // The norm's gradient is each unit's weights times a factor: a diagonal matrix times the weights.
        Tensor diagonal = Tensor.allocate(false, units, units);
        factors = diagonal.valueBuffer();
        factors.put(0, new float[units * units]);
        dense.addUseOfOwnWeights(diagonal);
    }

    @Override
    public void runForward() {
        // The code goes on as it is.
    }

    @Override
    public void runBackward() {
        dense.readWeights(weights);
        int inputs = weights.length / units;
        for (int unit = 0; unit < units; unit++) {
            norms[unit] = (float) WeightRule.squares(weights, unit * inputs, (unit + 1) * inputs);
        }
        Arrays.fill(squares, 0);
        float factor = (float) (2 * weight);
        for (int record = 0; record < records; record++) {
            outputs.get(record * units, row);
            Slopes.first(dense.layer().activation(), row, slopes);
            Slopes.second(dense.layer().activation(), row, curvatures);
            for (int i = 0; i < units; i++) {
                squares[i] += slopes[i] * slopes[i];
                curvatures[i] *= factor * slopes[i] * norms[i];
            }
            System.arraycopy(curvatures, 0, ofSums, record * units, units);
        }
        loss = 0;
        for (int unit = 0; unit < units; unit++) {
            loss += weight * squares[unit] * norms[unit];
            factors.put(unit * units + unit, factor * squares[unit]);
        }
    }

    @Override
    public double loss() {
        return loss;
    }
}
