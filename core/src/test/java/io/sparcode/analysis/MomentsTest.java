package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 31, 32, 33, 70, 1001})
    void meanAndCovarianceAreThoseOfCommonsMathHoweverManyVectorsThereAre(int count) {
        float[][] vectors = vectors(count, 1000);

        Moments moments = moments(vectors);

        assertMoments(vectors, moments);
    }

    @Test
    void mergedPartsAreTheSameAsTheWhole() {
        float[][] vectors = vectors(500, -3);

        Moments merged = moments(Arrays.copyOf(vectors, 137))
                .merge(moments(Arrays.copyOfRange(vectors, 137, 138)))
                .merge(moments(Arrays.copyOfRange(vectors, 138, 500)));

        assertMoments(vectors, merged);
    }

    @Test
    void aUnitThatIsAlwaysTheSameIsDeadAndZerosAreCounted() {
        Moments moments = moments(new float[][] {{0, 2.5f, 1}, {1e-7f, 2.5f, 0}, {4, 2.5f, -1}, {0, 2.5f, 1}});

        assertEquals(new UnitStatistics(1, 2.5, 0, 2.5, 2.5, 0, true), moments.statistics(1));
        UnitStatistics first = moments.statistics(0);
        assertEquals(0.75, first.zeros());
        assertEquals(0, first.min());
        assertEquals(4, first.max());
        assertEquals(1, first.mean(), 1e-7);
        assertEquals(3, first.variance(), 1e-6);
        assertTrue(!first.dead());
    }

    @Test
    void vectorsOfTwoSizesAreRefused() {
        Moments moments = moments(new float[][] {{1, 2}});

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> moments.add(new float[] {1, 2, 3}));

        assertEquals("vectors must be of one size, were of 2 and 3 values", refused.getMessage());
    }

    static float[][] vectors(int count, float shift) {
        Random random = new Random(count);
        float[][] vectors = new float[count][7];
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian() * (i + 1) + shift + (i > 0 ? vector[i - 1] : 0);
            }
        }
        return vectors;
    }

    static Moments moments(float[][] vectors) {
        Moments moments = new Moments(vectors[0].length);
        for (float[] vector : vectors) {
            moments.add(vector);
        }
        moments.flush();
        return moments;
    }

    private static void assertMoments(float[][] vectors, Moments moments) {
        int size = vectors[0].length;
        double[][] rows = new double[vectors.length][size];
        double[] mean = new double[size];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < size; i++) {
                rows[r][i] = vectors[r][i];
                mean[i] += rows[r][i] / rows.length;
            }
        }
        double[][] expected = new Covariance(rows, false).getCovarianceMatrix().getData();
        double[] covariance = moments.covariance();
        assertEquals(vectors.length, moments.count());
        assertArrayEquals(mean, moments.mean(), 1e-8);
        for (int i = 0; i < size; i++) {
            assertArrayEquals(expected[i], Arrays.copyOfRange(covariance, i * size, (i + 1) * size), 1e-7);
        }
    }
}
