package io.sparcode.model.engine;

import io.sparcode.model.engine.ChainLayer.Loss.Kind;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.stream;

/**
 * The end of a plan that trains: compares the output with the target. Rows pass through arrays small enough for the first
 * cache, where Java's loops run vectorised.
 */
final class OutputLoss {
    private final ChainLayer.Loss layer;
    private final int records;
    private final int size;
    private final CallSequence softplus;
    private final FloatBuffer logitValues;
    private final FloatBuffer outputValues;
    private final FloatBuffer softplusValues;
    private final FloatBuffer gradients;
    private final float[] logitRow;
    private final float[] outputRow;
    private final float[] targetRow;
    private final float[] softplusRow;
    private final float[] slopeRow;
    private final float[] columnLosses;

    /**
     * Prepares.
     *
     * @param logits [batch, size] in a plain layout, with gradients
     * @param output the layer's activation of them
     */
    OutputLoss(ChainLayer.Loss layer, Tensor logits, Tensor output, stream stream) {
        this.layer = layer;
        this.records = (int) logits.dimensions()[0];
        this.size = (int) logits.dimensions()[1];
        if (layer.kind() == Kind.BINARY_CROSS_ENTROPY) {
            softplus = ActivationCalls.forward(algorithm.eltwise_soft_relu, 0, 0, logits, stream);
            softplusValues = softplus.output().valueBuffer();
        } else {
            softplus = null;
            softplusValues = null;
        }
        logitValues = logits.valueBuffer();
        outputValues = output.valueBuffer();
        gradients = logits.gradientBuffer();
        logitRow = new float[size];
        outputRow = new float[size];
        targetRow = new float[size];
        softplusRow = new float[size];
        slopeRow = new float[size];
        columnLosses = new float[size];
    }

    /** Sets the logits' gradients and returns the loss. */
    double backward(FloatBuffer targets) {
        boolean crossEntropy = softplus != null;
        if (crossEntropy) {
            softplus.runForward();
        }
        ChainLayer.Loss.Scale scale = layer.scale();
        int counted = scale.summed() ? 1 : size;
        float slopeOfDifference = (float) (2 * scale.factor()) / counted / records;
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
                squaredError(outputRow, targetRow, slopeRow, columnLosses, slopeOfDifference);
                Slopes.multiply(layer.activation(), outputRow, slopeRow);
            }
            flush(slopeRow);
            gradients.put(offset, slopeRow);
        }
        double sum = 0;
        for (float loss : columnLosses) {
            sum += loss;
        }
        return scale.factor() * sum / counted / records + scale.constant();
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
}
