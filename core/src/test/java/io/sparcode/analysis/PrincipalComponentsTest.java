package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.LocalSpark;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    private final float[][] vectors = MomentsTest.vectors(300, 5);

    @Test
    void componentsAndVariancesAreTheEigenvectorsAndEigenvaluesThatCommonsMathFinds() {
        Moments moments = MomentsTest.moments(vectors);
        RealMatrix covariance = MatrixUtils.createRealMatrix(7, 7);
        for (int i = 0; i < 7; i++) {
            covariance.setRow(i, Arrays.copyOfRange(moments.covariance(), i * 7, (i + 1) * 7));
        }
        EigenDecomposition expected = new EigenDecomposition(covariance);

        for (int count : new int[] {1, 3, 7}) {
            PrincipalComponents components = PrincipalComponents.of(moments, count);
            for (int k = 0; k < count; k++) {
                assertEquals(expected.getRealEigenvalue(k), components.variance(k), 1e-8);
                double cosine =
                        expected.getEigenvector(k).dotProduct(MatrixUtils.createRealVector(components.component(k)));
                assertEquals(1, Math.abs(cosine), 1e-8);
            }
        }
    }

    @Test
    void errorsOfTheFittedVectorsAreTheVariancesThatAreLeft() {
        PrincipalComponents components = PrincipalComponents.of(MomentsTest.moments(vectors), 7);

        double[] errors = components.errors(distributed(vectors));

        double left = components.totalVariance();
        assertEquals(left / 7, errors[0], 1e-8);
        for (int k = 0; k < 7; k++) {
            left -= components.variance(k);
            assertEquals(left / 7, errors[k + 1], 1e-8);
        }
    }

    @Test
    void errorsOfOthersAreThoseOfTheirReconstructions() {
        PrincipalComponents components = PrincipalComponents.of(MomentsTest.moments(vectors), 3);
        float[][] others = MomentsTest.vectors(40, -1);
        double sum = 0;
        for (float[] other : others) {
            float[] reconstruction = components.reconstruct(other, 2);
            for (int i = 0; i < 7; i++) {
                sum += Math.pow(other[i] - reconstruction[i], 2);
            }
        }

        assertEquals(sum / 40 / 7, components.errors(distributed(others))[2], 1e-4);
    }

    @Test
    void asManyEqualDimensionsHaveTheirNumberAsParticipationRatio() {
        float[][] cross = new float[6][4];
        for (int i = 0; i < 3; i++) {
            cross[2 * i][i] = 1;
            cross[2 * i + 1][i] = -1;
        }

        EffectiveDimension dimension =
                PrincipalComponents.of(MomentsTest.moments(cross), 4).dimension();

        assertEquals(3, dimension.participationRatio(), 1e-12);
        assertEquals(3, dimension.componentsFor90());
        assertEquals(3, dimension.componentsFor99());
        assertArrayEquals(
                new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0, 0},
                dimension.varianceShares().stream().mapToDouble(share -> share).toArray(),
                1e-12);
    }

    @Test
    void codesThatAreAllTheSameFillNoDimension() {
        EffectiveDimension dimension = PrincipalComponents.of(MomentsTest.moments(new float[][] {{1, 2}, {1, 2}}), 2)
                .dimension();

        assertEquals(new EffectiveDimension(Double.NaN, null, null, List.of()), dimension);
    }

    @Test
    void moreComponentsThanValuesAreRefused() {
        Moments moments = MomentsTest.moments(vectors);

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> PrincipalComponents.of(moments, 8));

        assertEquals("components must be 1 to 7, were 8", refused.getMessage());
    }

    private static JavaRDD<float[]> distributed(float[][] vectors) {
        return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
                .parallelize(Arrays.asList(vectors), 3);
    }
}
