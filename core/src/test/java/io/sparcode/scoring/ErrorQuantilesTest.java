package io.sparcode.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErrorQuantilesTest {
    private static JavaSparkContext spark;

    @BeforeAll
    static void startSpark() {
        spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    }

    private static List<Double> errors(int count) {
        List<Double> errors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            errors.add(i / (double) count);
        }
        Collections.shuffle(errors, new Random(3));
        return errors;
    }

    @Test
    void rankIsTheShareOfTheTrainingSetThatIsNoGreater() {
        List<Double> errors = errors(5001);
        ErrorQuantiles quantiles = ErrorQuantiles.of(spark.parallelize(errors, 3));

        for (double error : new double[] {0, 0.001, 0.25, 0.5, 0.7, 0.99}) {
            double share = errors.stream().filter(other -> other <= error).count() / 5001.0;
            assertEquals(share, quantiles.rank(error), 0.001, "rank of " + error);
        }
        assertEquals(5001, quantiles.records());
    }

    @Test
    void errorsBeyondTheTrainingSetsRankAtTheEnds() {
        ErrorQuantiles quantiles = ErrorQuantiles.of(spark.parallelize(List.of(0.5, 0.2, 0.3), 2));

        assertEquals(0, quantiles.rank(0.1));
        assertEquals(1, quantiles.rank(0.5));
        assertEquals(1, quantiles.rank(7));
        assertEquals(1, quantiles.rank(Double.NaN));
    }

    @Test
    void oneErrorAloneRanksEverythingAtAnEnd() {
        ErrorQuantiles quantiles = ErrorQuantiles.of(spark.parallelize(List.of(0.5), 1));

        assertEquals(0, quantiles.rank(0.49));
        assertEquals(1, quantiles.rank(0.5));
    }

    @Test
    void quantilesDoNotDependOnTheOrderOrThePartitions() {
        List<Double> errors = errors(700);
        List<Double> others = new ArrayList<>(errors);
        Collections.reverse(others);

        assertArrayEquals(
                ErrorQuantiles.of(spark.parallelize(errors, 3)).values(),
                ErrorQuantiles.of(spark.parallelize(others, 5)).values());
    }

    @Test
    void nothingStaysInSparksCache() {
        Set<Integer> before = Set.copyOf(spark.getPersistentRDDs().keySet());

        ErrorQuantiles.of(spark.parallelize(errors(10), 2));

        assertEquals(before, spark.getPersistentRDDs().keySet());
    }

    @Test
    void jsonIsReadBackToTheSame() {
        ErrorQuantiles quantiles = ErrorQuantiles.of(spark.parallelize(errors(100), 2));

        ErrorQuantiles read = ErrorQuantiles.fromJson(quantiles.toJson());

        assertArrayEquals(quantiles.values(), read.values());
        assertEquals(quantiles.records(), read.records());
    }

    @Test
    void noErrorsAreRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> ErrorQuantiles.of(spark.parallelize(List.<Double>of(), 1)));

        assertEquals("there are no errors to find the quantiles of", refused.getMessage());
    }

    @Test
    void jsonOfSomethingElseIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ErrorQuantiles.fromJson("{\"records\": 3}"));

        assertEquals("error quantiles must be at least 2, were 0", refused.getMessage());
    }
}
