package io.sparcode.training;

import java.util.BitSet;

/**
 * Nesterov's method on the averaged parameters: a round's average, minus where the round began, is the step that it
 * follows. Learning rate 1 and momentum 0 are plain averaging.
 *
 * @param learningRate greater than 0
 * @param momentum 0 up to but not including 1
 */
public record OuterOptimizer(double learningRate, double momentum) {
    /** Plain averaging. */
    public static final OuterOptimizer PLAIN_AVERAGING = new OuterOptimizer(1, 0);

    /** Checks the ranges. */
    public OuterOptimizer {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("learning-rate must be greater than 0, was " + learningRate);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be at least 0 and less than 1, was " + momentum);
        }
    }

    /**
     * Returns the parameters that the next round starts from.
     *
     * @param start where the round began
     * @param average the workers' average; not changed
     * @param velocity the momentum's memory, as long as the parameters, zero at first; changed
     * @param statistics places of what is only averaged: a variance that momentum carries on may become negative
     */
    float[] next(float[] start, float[] average, float[] velocity, BitSet statistics) {
        if (equals(PLAIN_AVERAGING)) {
            return average;
        }
        float[] next = new float[start.length];
        float rate = (float) learningRate;
        float kept = (float) momentum;
        for (int i = 0; i < next.length; i++) {
            float step = average[i] - start[i];
            velocity[i] = kept * velocity[i] + step;
            next[i] = start[i] + rate * (step + kept * velocity[i]);
        }
        for (int i = statistics.nextSetBit(0); i >= 0; i = statistics.nextSetBit(i + 1)) {
            next[i] = average[i];
        }
        return next;
    }
}
