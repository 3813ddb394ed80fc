package io.sparcode.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.NativeNumerics;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkState;
import java.util.Set;
import org.junit.jupiter.api.Test;

@NativeNumerics
class ImportanceSamplingTest {
    private static final int SIZE = 2;
    private static final double[] WEIGHTS = {0.8, -0.5};
    private static final double[] BIASES = {0.3, 0.1};
    private static final float[] RECORD = {1.1f, -0.4f};
    private static final float[] OTHER = {0.2f, 0.7f};

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
        RecordBatch batch = batch(RECORD, OTHER);
        NetworkEngine.Reconstruction made = engine.reconstruct(batch, Set.of());
        float[][] means = {{made.codes()[0]}, {made.codes()[1]}};
        float[][] logVariances = {{made.logVariances()[0]}, {made.logVariances()[1]}};

        double[] many =
                new ImportanceSampling(architecture.loss(), 20_000).logLikelihoods(engine, means, logVariances, batch);
        assertEquals(exact(RECORD), many[0], 0.01);
        assertEquals(exact(OTHER), many[1], 0.01);
        float mean = means[0][0];
        float logVariance = logVariances[0][0];
        double elbo = -architecture.loss().negativeLogLikelihood(expectedSquaredError(mean, logVariance), 0, SIZE)
                - 0.5 * (mean * mean + Math.exp(logVariance) - logVariance - 1);
        assertTrue(elbo < many[0], elbo + " is no lower bound of " + many[0]);

        // Three draws of the second record fill the batch that the first has begun, the others are of the next.
        ImportanceSampling some = new ImportanceSampling(architecture.loss(), 61);
        double[] first = some.logLikelihoods(engine, means, logVariances, batch);
        double[] alone =
                some.logLikelihoods(engine, new float[][] {means[1]}, new float[][] {logVariances[1]}, batch(OTHER));
        assertEquals(alone[0], first[1]);
    }

    @Test
    void randomNumbersBelongToTheRecordAndNotToItsTarget() {
        RecordBatch batch = batch(RECORD, OTHER, RECORD);
        batch.setTarget(batch(OTHER, RECORD, OTHER));
        long own = ImportanceSampling.random(batch, 0).nextLong();
        assertEquals(own, ImportanceSampling.random(batch, 2).nextLong());
        assertEquals(own, ImportanceSampling.random(batch(RECORD), 0).nextLong());
        assertNotEquals(own, ImportanceSampling.random(batch, 1).nextLong());
    }

    private static RecordBatch batch(float[]... records) {
        RecordBatch batch = RecordBatch.ofVectors(64, SIZE);
        for (float[] record : records) {
            System.arraycopy(record, 0, batch.floats(), batch.add(), SIZE);
        }
        return batch;
    }

    private static double expectedSquaredError(double mean, double logVariance) {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += Math.pow(WEIGHTS[i] * mean + BIASES[i] - RECORD[i], 2)
                    + WEIGHTS[i] * WEIGHTS[i] * Math.exp(logVariance);
        }
        return sum / SIZE;
    }

    private static double exact(float[] record) {
        double a = WEIGHTS[0] * WEIGHTS[0] + 0.5;
        double b = WEIGHTS[0] * WEIGHTS[1];
        double c = WEIGHTS[1] * WEIGHTS[1] + 0.5;
        double determinant = a * c - b * b;
        double x = record[0] - BIASES[0];
        double y = record[1] - BIASES[1];
        double squared = (c * x * x - 2 * b * x * y + a * y * y) / determinant;
        return -0.5 * (squared + Math.log(determinant) + SIZE * Math.log(2 * Math.PI));
    }
}
