package io.sparcode.model.engine;

import io.sparcode.model.engine.ChainLayer.Loss.Kind;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/**
 * The end of a plan: applies the output's activation, and compares with the target. Rows pass through arrays small enough
 * for the first cache, where Java's loops run vectorised.
 */
final class OutputLoss {
    private final ChainLayer.Loss layer;
    private final int records;
    private final int size;
    private final Tensor logits;
    private final Tensor output;
    private final PrimitiveCall activation;
    private final PrimitiveCall clipped;
    private final PrimitiveCall softplus;
    private final FloatBuffer logitValues;
    private final FloatBuffer outputValues;
    private final FloatBuffer softplusValues;
    private final FloatBuffer clippedValues;
    private final FloatBuffer gradients;
    private final float[] logitRow;
    private final float[] outputRow;
    private final float[] targetRow;
    private final float[] softplusRow;
    private final float[] slopeRow;
    private final float[] columnLosses;

    /** ln((1 - p) / p) at the smallest probability that cross-entropy as a score reckons with, 1e-7. */
    private static final float MOST_LOGIT = 16.118095f;

    /** Prepares for logits [batch, size] in a plain layout. */
    OutputLoss(ChainLayer.Loss layer, Tensor logits, stream stream) {
        this.layer = layer;
        this.logits = logits;
        this.records = (int) logits.dimensions()[0];
        this.size = (int) logits.dimensions()[1];
        Elementwise function = layer.activation();
        if (function.isLinear()) {
            output = logits;
            activation = null;
        } else {
            output = Tensor.allocate(false, logits.dimensions());
            activation = ActivationCalls.forward(
                    function.kind().forward,
                    function.alpha(),
                    0,
                    logits.layout(),
                    logits.values(),
                    output.values(),
                    stream);
        }
        if (function.kind() == Elementwise.Kind.SIGMOID) {
            memory.desc layout = logits.layout();
            Tensor clippedLogits = Tensor.allocate(false, logits.dimensions());
            Tensor softplusOfLogits = Tensor.allocate(false, logits.dimensions());
            boolean training = logits.hasGradients();
            memory from = training ? logits.values() : clippedLogits.values();
            clipped = ActivationCalls.forward(
                    algorithm.eltwise_clip,
                    -MOST_LOGIT,
                    MOST_LOGIT,
                    layout,
                    logits.values(),
                    clippedLogits.values(),
                    stream);
            softplus = ActivationCalls.forward(
                    algorithm.eltwise_soft_relu, 0, 0, layout, from, softplusOfLogits.values(), stream);
            clippedValues = clippedLogits.valueBuffer();
            softplusValues = softplusOfLogits.valueBuffer();
        } else {
            clipped = null;
            softplus = null;
            clippedValues = null;
            softplusValues = null;
        }
        logitValues = logits.valueBuffer();
        outputValues = output.valueBuffer();
        gradients = logits.hasGradients() ? logits.gradientBuffer() : null;
        logitRow = new float[size];
        outputRow = new float[size];
        targetRow = new float[size];
        softplusRow = new float[size];
        slopeRow = new float[size];
        columnLosses = new float[size];
    }

    void forward() {
        if (activation != null) {
            activation.run();
        }
    }

    Tensor output() {
        return output;
    }

    /** Sets the logits' gradients and returns the loss. */
    double backward(FloatBuffer targets) {
        boolean crossEntropy = layer.kind() == Kind.BINARY_CROSS_ENTROPY;
        if (crossEntropy) {
            softplus.run();
        }
        Arrays.fill(columnLosses, 0);
        for (int record = 0; record < records; record++) {
            int offset = record * size;
            targets.get(offset, targetRow);
            outputValues.get(offset, outputRow);
            if (crossEntropy) {
                logitValues.get(offset, logitRow);
                softplusValues.get(offset, softplusRow);
                crossEntropy(outputRow, logitRow, softplusRow, targetRow, slopeRow, columnLosses, 1f / size / records);
            } else {
                squaredError(outputRow, targetRow, slopeRow, columnLosses, 2f / size / records);
                derive(layer.activation(), outputRow, slopeRow);
            }
            flush(slopeRow);
            gradients.put(offset, slopeRow);
        }
        double sum = 0;
        for (float loss : columnLosses) {
            sum += loss;
        }
        return sum / size / records;
    }

    private static void squaredError(float[] outputs, float[] targets, float[] slopes, float[] losses, float factor) {
        for (int i = 0; i < slopes.length; i++) {
            float difference = outputs[i] - targets[i];
            losses[i] += difference * difference;
            slopes[i] = factor * difference;
        }
    }

    private static void crossEntropy(
            float[] outputs,
            float[] logits,
            float[] softplus,
            float[] targets,
            float[] slopes,
            float[] losses,
            float factor) {
        for (int i = 0; i < slopes.length; i++) {
            losses[i] += softplus[i] - targets[i] * logits[i];
            slopes[i] = factor * (outputs[i] - targets[i]);
        }
    }

    /**
     * Makes slopes 0 that are all but 0, those of a saturated output: what follows from them are denormal numbers, with
     * which matrix products are many times as slow.
     */
    private static void flush(float[] slopes) {
        float tiny = 1e-25f;
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = slopes[i] + tiny - tiny;
        }
    }

    /** Multiplies slopes by the activation's derivative, from what it gave. */
    private static void derive(Elementwise activation, float[] outputs, float[] slopes) {
        switch (activation.kind()) {
            case SIGMOID -> {
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] *= outputs[i] * (1 - outputs[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] *= 1 - outputs[i] * outputs[i];
                }
            }
            case RELU -> {
                float alpha = activation.alpha();
                for (int i = 0; i < slopes.length; i++) {
                    slopes[i] *= outputs[i] > 0 ? 1 : alpha;
                }
            }
            case LINEAR -> {
                // The derivative is 1.
            }
        }
    }

    /** Returns the mean squared error of each of the first {@code present} records. */
    double[] meanSquaredErrors(FloatBuffer targets, int present) {
        double[] errors = new double[present];
        for (int record = 0; record < present; record++) {
            targets.get(record * size, targetRow);
            outputValues.get(record * size, outputRow);
            errors[record] = ReconstructionError.meanSquared(targetRow, outputRow, 0, size);
        }
        return errors;
    }

    /**
     * Returns the mean binary cross-entropy of each of the first {@code present} records in nats, NaN where a target is
     * outside [0, 1]; for a sigmoid output of a plan that does not train.
     */
    double[] crossEntropies(FloatBuffer targets, int present) {
        if (clipped == null) {
            throw new IllegalArgumentException("cross-entropy needs a sigmoid output, was " + layer.activation());
        }
        clipped.run();
        softplus.run();
        double[] entropies = new double[present];
        for (int record = 0; record < present; record++) {
            int offset = record * size;
            targets.get(offset, targetRow);
            clippedValues.get(offset, logitRow);
            softplusValues.get(offset, softplusRow);
            entropies[record] = meanCrossEntropy(targetRow, logitRow, softplusRow);
        }
        return entropies;
    }

    private static double meanCrossEntropy(float[] targets, float[] logits, float[] softplus) {
        double sum = 0;
        for (int i = 0; i < targets.length; i++) {
            if (!(targets[i] >= 0 && targets[i] <= 1)) {
                return Double.NaN;
            }
            sum += softplus[i] - (double) targets[i] * logits[i];
        }
        return sum / targets.length;
    }
}
