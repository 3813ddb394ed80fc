package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class SubspaceIterationTest {
    private static final int SIZE = 60;

    /** Variances that fall as those of images do: by the square of their place. */
    private static JavaRDD<float[]> vectors(int count) {
        Random random = new Random(3);
        List<float[]> vectors = new ArrayList<>();
        for (int v = 0; v < count; v++) {
            float[] vector = new float[SIZE];
            for (int k = 0; k < SIZE; k++) {
                double height = random.nextGaussian() / (k + 1);
                for (int i = 0; i < SIZE; i++) {
                    vector[i] += (float) (height * Math.cos(Math.PI * k * (i + 0.5) / SIZE) + 0.1);
                }
            }
            vectors.add(vector);
        }
        return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
                .parallelize(vectors, 3)
                .cache();
    }

    @Test
    void itFindsWhatTheCovarianceHas() {
        JavaRDD<float[]> vectors = vectors(500);
        PrincipalComponents exact = PrincipalComponents.of(Moments.of(vectors), 5);

        PrincipalComponents found = SubspaceIteration.of(vectors, 5, 1);

        assertArrayEquals(exact.mean(), found.mean(), 1e-6);
        assertEquals(exact.totalVariance(), found.totalVariance(), 1e-6 * exact.totalVariance());
        for (int k = 0; k < 5; k++) {
            assertEquals(exact.variance(k), found.variance(k), 1e-6 * exact.variance(k));
            assertArrayEquals(exact.component(k), found.component(k), 1e-4);
        }
        assertArrayEquals(exact.errors(vectors), found.errors(vectors), 1e-7);
    }

    @Test
    void sameSeedSameBits() {
        JavaRDD<float[]> vectors = vectors(50);

        PrincipalComponents one = SubspaceIteration.of(vectors, 3, 1);
        PrincipalComponents other = SubspaceIteration.of(vectors, 3, 1);

        assertArrayEquals(one.component(2), other.component(2), 0);
    }

    @Test
    void fewerDirectionsThanAreAskedForLeaveNothing() {
        JavaRDD<float[]> vectors = vectors(3);

        PrincipalComponents found = SubspaceIteration.of(vectors, 4, 1);

        assertEquals(0, found.variance(3), 1e-9);
        assertEquals(0, found.errors(vectors)[4], 1e-9);
    }

    @Test
    void noVectorsAreRefused() {
        JavaRDD<float[]> none = vectors(1).filter(vector -> false);

        assertThrows(IllegalArgumentException.class, () -> SubspaceIteration.of(none, 1, 1));
    }
}
