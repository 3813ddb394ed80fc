package io.sparcode.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkState;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImportanceSamplingTest {
    private static final int SIZE = 2;
    private static final double[] WEIGHTS = {0.8, -0.5};
    private static final double[] BIASES = {0.3, 0.1};
    private static final float[] RECORD = {1.1f, -0.4f};

    /** With a linear decoder and normal noise of variance one half the record itself is normal: b, w w' + 1/2. */
    @Test
    void comesToTheExactLikelihoodOfALinearModelAndTheBoundIsBelow() {
        Architecture architecture =
                Architecture.fromJson("{\"encoder\":[{\"type\":\"variational\",\"units\":1}],\"decoder\":\"mirror\"}");
        NetworkEngine engine = NetworkEngine.of(architecture
                .toGraph(TensorShape.vector(SIZE), Optimization.constant(new Optimizer.Adam()), 1)
                .getConfiguration()
                .toJson());
        // Means 0.5 x - 0.2 y + 0.1, logarithms of variances -0.7; then the decoder.
        float[] parameters = {
            0.5f, -0.2f, 0, 0, 0.1f, -0.7f, (float) WEIGHTS[0], (float) WEIGHTS[1], (float) BIASES[0], (float) BIASES[1]
        };
        engine.load(new NetworkState(parameters, new float[0], 0), 1);
        RecordBatch batch = RecordBatch.ofVectors(64, SIZE);
        for (int copy = 0; copy < 64; copy++) {
            System.arraycopy(RECORD, 0, batch.floats(), batch.add(), SIZE);
        }
        NetworkEngine.Reconstruction made = engine.reconstruct(batch, Set.of());
        float[] mean = {made.codes()[0]};
        float[] logVariance = {made.logVariances()[0]};

        double few = new ImportanceSampling(architecture.loss(), 1).logLikelihood(engine, mean, logVariance, batch);
        double many =
                new ImportanceSampling(architecture.loss(), 20_000).logLikelihood(engine, mean, logVariance, batch);
        assertEquals(exact(), many, 0.01);
        assertEquals(
                few, new ImportanceSampling(architecture.loss(), 1).logLikelihood(engine, mean, logVariance, batch));
        double elbo = -architecture.loss().negativeLogLikelihood(expectedSquaredError(mean[0], logVariance[0]), 0, SIZE)
                - 0.5 * (mean[0] * mean[0] + Math.exp(logVariance[0]) - logVariance[0] - 1);
        assertTrue(elbo < many, elbo + " is no lower bound of " + many);
    }

    private static double expectedSquaredError(double mean, double logVariance) {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += Math.pow(WEIGHTS[i] * mean + BIASES[i] - RECORD[i], 2)
                    + WEIGHTS[i] * WEIGHTS[i] * Math.exp(logVariance);
        }
        return sum / SIZE;
    }

    private static double exact() {
        double a = WEIGHTS[0] * WEIGHTS[0] + 0.5;
        double b = WEIGHTS[0] * WEIGHTS[1];
        double c = WEIGHTS[1] * WEIGHTS[1] + 0.5;
        double determinant = a * c - b * b;
        double x = RECORD[0] - BIASES[0];
        double y = RECORD[1] - BIASES[1];
        double squared = (c * x * x - 2 * b * x * y + a * y * y) / determinant;
        return -0.5 * (squared + Math.log(determinant) + SIZE * Math.log(2 * Math.PI));
    }
}
