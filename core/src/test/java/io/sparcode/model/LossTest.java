package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LossTest {
    private static final double LN_2_PI = Math.log(2 * Math.PI);
    /** Two records of three values; squared errors 0.01, 0.04, 0 and 1, 0, 0.25. */
    private static final INDArray TARGETS = Nd4j.create(new double[][] {{0, 0.2, 1}, {1, 0.5, 0.5}});

    private static final INDArray OUTPUTS = Nd4j.create(new double[][] {{0.1, 0.4, 1}, {0, 0.5, 1}});

    @Test
    void halfTheSquaredNormIsASumOverValuesAndAMeanOverRecords() {
        assertEquals((0.05 + 1.25) / 2 / 2, score(new Loss.HalfSquaredNorm()), 1e-12);
        assertTrue(new Loss.HalfSquaredNorm().sumsOverValues());
        assertFalse(new Loss.Gaussian().sumsOverValues());
        assertFalse(new Loss.MeanSquaredError().sumsOverValues());
        assertFalse(new Loss.BinaryCrossEntropy().sumsOverValues());
    }

    @Test
    void theGaussianLossIsTheMeanNegativeLogDensity() {
        double sigma = 0.5;
        double expected = 0;
        for (double square : new double[] {0.01, 0.04, 0, 1, 0, 0.25}) {
            double density = Math.exp(-square / (2 * sigma * sigma)) / Math.sqrt(2 * Math.PI * sigma * sigma);
            expected -= Math.log(density) / 6;
        }
        assertEquals(expected, score(new Loss.Gaussian(sigma)), 1e-12);
    }

    @Test
    void everyRecordsScoreIsThatOfItsValues() {
        INDArray scores =
                new Loss.Gaussian(1).toDl4j().computeScoreArray(TARGETS, OUTPUTS.dup(), new ActivationIdentity(), null);
        assertEquals(0.05 / 6 + LN_2_PI / 2, scores.getDouble(0), 1e-12);
        assertEquals(1.25 / 6 + LN_2_PI / 2, scores.getDouble(1), 1e-12);
    }

    @Test
    void likelihoodsAreThoseOfTheWholeRecordWithTheirConstants() {
        assertEquals(10 * 0.3, new Loss.BinaryCrossEntropy().negativeLogLikelihood(9, 0.3, 10), 1e-12);
        // exp(-d^2) is, but for a constant, a Gaussian of variance 1/2.
        assertEquals(
                10 * (0.2 + Math.log(Math.PI) / 2),
                new Loss.MeanSquaredError().negativeLogLikelihood(0.2, Double.NaN, 10),
                1e-12);
        assertEquals(
                10 * (0.1 + LN_2_PI / 2), new Loss.HalfSquaredNorm().negativeLogLikelihood(0.2, Double.NaN, 10), 1e-12);
        assertEquals(
                10 * (0.2 / (2 * 0.09) + Math.log(0.3) + LN_2_PI / 2),
                new Loss.Gaussian(0.3).negativeLogLikelihood(0.2, Double.NaN, 10),
                1e-12);
    }

    private static double score(Loss loss) {
        return loss.toDl4j().computeScore(TARGETS, OUTPUTS.dup(), new ActivationIdentity(), null, true);
    }
}
