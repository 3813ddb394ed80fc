package io.sparcode.model.engine;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.stream;

/**
 * The end of a plan that does not train: says how far each reconstruction is from its target. A term for each value comes
 * first, in a loop that the compiler vectorises, as it does not vectorise a sum.
 */
final class OutputScores {
    /** ln((1 - p) / p) at the smallest probability that cross-entropy as a score reckons with, 1e-7. */
    private static final float MOST_LOGIT = 16.118095f;

    private final ChainLayer.Loss layer;
    private final int size;
    private final CallSequence clipped;
    private final CallSequence softplus;
    private final FloatBuffer outputValues;
    private final FloatBuffer softplusValues;
    private final FloatBuffer clippedValues;
    private final float[] targetRow;
    private final float[] logitRow;
    private final float[] outputRow;
    private final float[] softplusRow;
    private final float[] terms;

    /**
     * Prepares.
     *
     * @param logits [batch, size] in a plain layout
     * @param output the layer's activation of them
     */
    OutputScores(ChainLayer.Loss layer, Tensor logits, Tensor output, stream stream) {
        this.layer = layer;
        this.size = (int) logits.dimensions()[1];
        if (layer.activation().kind() == Elementwise.Kind.SIGMOID) {
            clipped = ActivationCalls.forward(algorithm.eltwise_clip, -MOST_LOGIT, MOST_LOGIT, logits, stream);
            softplus = ActivationCalls.forward(algorithm.eltwise_soft_relu, 0, 0, clipped.output(), stream);
            clippedValues = clipped.output().valueBuffer();
            softplusValues = softplus.output().valueBuffer();
        } else {
            clipped = null;
            softplus = null;
            clippedValues = null;
            softplusValues = null;
        }
        outputValues = output.valueBuffer();
        targetRow = new float[size];
        logitRow = new float[size];
        outputRow = new float[size];
        softplusRow = new float[size];
        terms = new float[size];
    }

    /** Returns the mean squared error of each of the first {@code present} records. */
    double[] meanSquaredErrors(FloatBuffer targets, int present) {
        double[] errors = new double[present];
        for (int record = 0; record < present; record++) {
            targets.get(record * size, targetRow);
            outputValues.get(record * size, outputRow);
            squares(targetRow, outputRow, terms);
            errors[record] = mean(terms);
        }
        return errors;
    }

    private static void squares(float[] targets, float[] outputs, float[] squares) {
        for (int i = 0; i < squares.length; i++) {
            float difference = targets[i] - outputs[i];
            squares[i] = difference * difference;
        }
    }

    /**
     * Returns the mean binary cross-entropy of each of the first {@code present} records in nats, NaN where a target is
     * outside [0, 1]; for a sigmoid output.
     *
     * @param withinUnitInterval whether no target can be outside, so that none need be looked at
     */
    double[] crossEntropies(FloatBuffer targets, int present, boolean withinUnitInterval) {
        if (clipped == null) {
            throw new IllegalArgumentException("cross-entropy needs a sigmoid output, was " + layer.activation());
        }
        clipped.runForward();
        softplus.runForward();
        double[] entropies = new double[present];
        for (int record = 0; record < present; record++) {
            int offset = record * size;
            targets.get(offset, targetRow);
            clippedValues.get(offset, logitRow);
            softplusValues.get(offset, softplusRow);
            entropies(targetRow, logitRow, softplusRow, terms);
            // A saturated output's terms are the differences of equal numbers, rounded.
            entropies[record] =
                    withinUnitInterval || isWithinUnitInterval(targetRow) ? Math.max(0, mean(terms)) : Double.NaN;
        }
        return entropies;
    }

    private static void entropies(float[] targets, float[] logits, float[] softplus, float[] entropies) {
        for (int i = 0; i < entropies.length; i++) {
            entropies[i] = softplus[i] - targets[i] * logits[i];
        }
    }

    private static boolean isWithinUnitInterval(float[] values) {
        for (float value : values) {
            if (!(value >= 0 && value <= 1)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the mean, of four sums that the processor forms side by side. */
    private static double mean(float[] values) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int whole = values.length & -4;
        for (int i = 0; i < whole; i += 4) {
            first += values[i];
            second += values[i + 1];
            third += values[i + 2];
            fourth += values[i + 3];
        }
        for (int i = whole; i < values.length; i++) {
            first += values[i];
        }
        return (first + second + third + fourth) / values.length;
    }
}
