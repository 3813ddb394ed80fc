package io.sparcode.model.engine;

import io.sparcode.model.dl4j.ActivityKlLayer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** How far the means of a code's units over the batch diverge from a target activity, on a plain tensor. */
final class ActivityDivergence implements AddedLoss {
    private final ChainLayer.ActivityKl layer;
    private final int records;
    private final FloatBuffer values;
    private final FloatBuffer gradients;
    private final float[] row;
    private final float[] sums;
    private final float[] slopes;
    private double loss;

    ActivityDivergence(ChainLayer.ActivityKl layer, Tensor code) {
        this.layer = layer;
        records = (int) code.dimensions()[0];
        values = code.valueBuffer();
        gradients = code.gradientBuffer();
        int units = (int) code.size();
        row = new float[units];
        sums = new float[units];
        slopes = new float[units];
    }

    @Override
    public void runForward() {
        // The code goes on as it is.
    }

    @Override
    public void runBackward() {
        Arrays.fill(sums, 0);
        for (int record = 0; record < records; record++) {
            values.get(record * row.length, row);
            Vectors.add(row, sums);
        }
        derive();
        for (int record = 0; record < records; record++) {
            gradients.get(record * row.length, row);
            Vectors.add(slopes, row);
            gradients.put(record * row.length, row);
        }
    }

    private void derive() {
        double rho = layer.rho();
        double sum = 0;
        for (int unit = 0; unit < sums.length; unit++) {
            double clipped = Math.max(sums[unit] / records, ActivityKlLayer.CLIP);
            double mean = Math.min(clipped, 1 - ActivityKlLayer.CLIP);
            sum += rho * Math.log(rho / mean) + (1 - rho) * Math.log((1 - rho) / (1 - mean));
            slopes[unit] = (float) (layer.weight() / records * ((1 - rho) / (1 - mean) - rho / mean));
        }
        loss = layer.weight() * sum;
    }

    @Override
    public double loss() {
        return loss;
    }
}
