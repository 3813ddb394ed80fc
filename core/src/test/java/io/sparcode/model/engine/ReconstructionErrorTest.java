package io.sparcode.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReconstructionErrorTest {
    @Test
    void meanSquaredErrorIsTheMeanOverTheRecordsValuesOnly() {
        float[] records = {9, 9, 0, 1, 0.5f, 9};
        float[] reconstructions = {0, 0, 0.5f, 1, 0, 0};

        assertEquals(0.5 / 3, ReconstructionError.meanSquared(records, reconstructions, 2, 3), 1e-12);
    }

    @Test
    void crossEntropyOfAHalfProbabilityIsLn2() {
        assertEquals(
                Math.log(2),
                ReconstructionError.crossEntropy(new float[] {0, 1, 0.3f}, new float[] {0.5f, 0.5f, 0.5f}, 0, 3),
                1e-12);
    }

    @Test
    void crossEntropyIsFiniteWhereAProbabilityIsWrongForCertain() {
        assertEquals(
                -Math.log(1e-7), ReconstructionError.crossEntropy(new float[] {0, 1}, new float[] {1, 0}, 0, 2), 1e-6);
    }

    @Test
    void crossEntropyOfAValueOutsideTheUnitIntervalIsNotANumber() {
        assertTrue(Double.isNaN(
                ReconstructionError.crossEntropy(new float[] {0.5f, 1.5f}, new float[] {0.5f, 0.5f}, 0, 2)));
    }
}
