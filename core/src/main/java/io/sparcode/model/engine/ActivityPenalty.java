package io.sparcode.model.engine;

import java.nio.FloatBuffer;

/** The weighted sum of a code's absolute values, on a plain tensor whose gradients it adds to. */
final class ActivityPenalty implements AddedLoss {
    private final FloatBuffer values;
    private final FloatBuffer gradients;
    private final float[] activities;
    private final float[] slopes;
    private final double lossWeight;

    ActivityPenalty(ChainLayer.ActivityL1 layer, Tensor code) {
        values = code.valueBuffer();
        gradients = code.gradientBuffer();
        activities = new float[values.capacity()];
        slopes = new float[values.capacity()];
        lossWeight = layer.summedOverBatch() ? layer.weight() : layer.weight() / code.dimensions()[0];
    }

    @Override
    public void runForward() {
        // The code goes on as it is.
    }

    @Override
    public void runBackward() {
        values.get(0, activities);
        gradients.get(0, slopes);
        addSlopes(activities, slopes, (float) lossWeight);
        gradients.put(0, slopes);
    }

    private static void addSlopes(float[] activities, float[] slopes, float weight) {
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] += weight * Math.signum(activities[i]);
        }
    }

    @Override
    public double loss() {
        double sum = 0;
        for (float activity : activities) {
            sum += Math.abs(activity);
        }
        return lossWeight * sum;
    }
}
