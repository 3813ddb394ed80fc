package io.sparcode.model.engine;

import io.sparcode.model.LayerNoise;
import io.sparcode.model.dl4j.GaussianSampleLayer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * Draws codes from normal distributions, whose means and logarithms of variances [batch, 2 units] a plain tensor holds, in
 * training; otherwise gives the means.
 */
final class GaussianSampling implements AddedLoss {
    private final GaussianSampleLayer settings;
    private final boolean training;
    private final IntSupplier step;
    private final Tensor output;
    private final int records;
    private final int units;
    private final FloatBuffer parameters;
    private final FloatBuffer parameterGradients;
    private final FloatBuffer codes;
    private final FloatBuffer codeGradients;
    private final float[] drawn;
    private final float[] row;
    private final float[] code;
    private final float[] deviations;
    private final double[] divergences;
    private double loss;

    /** Prepares; {@code step} tells how many steps have been taken. */
    GaussianSampling(ChainLayer.GaussianSample layer, Tensor input, boolean training, IntSupplier step) {
        this.settings = layer.settings();
        this.training = training;
        this.step = step;
        records = (int) input.dimensions()[0];
        units = (int) input.size() / 2;
        output = Tensor.allocate(training, records, units);
        parameters = input.valueBuffer();
        codes = output.valueBuffer();
        parameterGradients = training ? input.gradientBuffer() : null;
        codeGradients = training ? output.gradientBuffer() : null;
        drawn = new float[records * units];
        row = new float[2 * units];
        code = new float[units];
        deviations = new float[records * units];
        divergences = new double[units];
    }

    Tensor output() {
        return output;
    }

    @Override
    public void runForward() {
        if (training) {
            LayerNoise.gaussian(LayerNoise.next(), drawn, drawn.length);
        }
        for (int record = 0; record < records; record++) {
            int first = record * units;
            parameters.get(2 * first, row);
            for (int unit = 0; unit < units; unit++) {
                code[unit] = row[unit];
                if (training) {
                    deviations[first + unit] = (float) Math.exp(0.5 * row[units + unit]);
                    code[unit] += deviations[first + unit] * drawn[first + unit];
                }
            }
            codes.put(first, code);
        }
    }

    @Override
    public void runBackward() {
        double weight = settings.weightAt(step.getAsInt());
        float[] counted = counted(weight);
        for (int record = 0; record < records; record++) {
            int first = record * units;
            codeGradients.get(first, code);
            parameters.get(2 * first, row);
            for (int unit = 0; unit < units; unit++) {
                float deviation = deviations[first + unit];
                float slope = code[unit];
                row[unit] = slope + counted[unit] * row[unit];
                row[units + unit] =
                        0.5f * (slope * deviation * drawn[first + unit] + counted[unit] * (deviation * deviation - 1));
            }
            parameterGradients.put(2 * first, row);
        }
    }

    /** Returns each unit's weight in the loss: none where it diverges by less than it may. Sets the loss. */
    private float[] counted(double weight) {
        Arrays.fill(divergences, 0);
        for (int record = 0; record < records; record++) {
            int first = record * units;
            parameters.get(2 * first, row);
            for (int unit = 0; unit < units; unit++) {
                double deviation = deviations[first + unit];
                divergences[unit] += divergence(row[unit], row[units + unit], deviation * deviation) / records;
            }
        }
        float[] counted = new float[units];
        loss = 0;
        for (int unit = 0; unit < units; unit++) {
            counted[unit] = divergences[unit] > settings.freeBits() ? (float) (weight / records) : 0;
            loss += weight * Math.max(divergences[unit], settings.freeBits());
        }
        return counted;
    }

    private static double divergence(double mean, double logVariance, double variance) {
        return 0.5 * (mean * mean + variance - logVariance - 1);
    }

    @Override
    public double loss() {
        return loss;
    }

    /** Returns the logarithms of variances of the first records, [record, units]. */
    float[] logVariances(int present) {
        float[] logVariances = new float[present * units];
        for (int record = 0; record < present; record++) {
            parameters.get((2 * record + 1) * units, logVariances, record * units, units);
        }
        return logVariances;
    }
}
