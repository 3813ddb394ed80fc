package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class RankingQualityTest {
    @Test
    void agreesWithTheExampleInScikitLearnsDocumentation() {
        RankingQuality quality = of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});

        assertEquals(0.75, quality.rocAuc(), 1e-12);
        assertEquals(5 / 6.0, quality.averagePrecision(), 1e-12);
        assertEquals(2, quality.positives());
        assertEquals(2, quality.negatives());
    }

    @Test
    void tiesCountHalfAndShareAThreshold() {
        RankingQuality quality = of(new double[] {1, 1, 1, 1}, new boolean[] {false, true, false, false});

        assertEquals(0.5, quality.rocAuc(), 1e-12);
        assertEquals(0.25, quality.averagePrecision(), 1e-12);
    }

    @Test
    void isTheShareOfPairsInTheRightOrderHoweverTheRecordsAreSpread() {
        Random random = new Random(1);
        double[] scores = new double[400];
        boolean[] positive = new boolean[400];
        for (int i = 0; i < scores.length; i++) {
            positive[i] = random.nextInt(4) == 0;
            scores[i] = random.nextInt(30) + (positive[i] ? 5 : 0);
        }
        double right = 0;
        long pairs = 0;
        double precisions = 0;
        long positives = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!positive[i]) {
                continue;
            }
            positives++;
            double above = 0;
            double truly = 0;
            for (int j = 0; j < scores.length; j++) {
                if (!positive[j]) {
                    pairs++;
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
                above += scores[j] >= scores[i] ? 1 : 0;
                truly += scores[j] >= scores[i] && positive[j] ? 1 : 0;
            }
            precisions += truly / above;
        }

        RankingQuality quality = of(scores, positive);

        assertEquals(right / pairs, quality.rocAuc(), 1e-12);
        assertEquals(precisions / positives, quality.averagePrecision(), 1e-12);
    }

    @Test
    void nothingIsSaidWhereAllRecordsAreOfOneKind() {
        assertEquals(
                Double.NaN, of(new double[] {1, 2}, new boolean[] {true, true}).rocAuc());
    }

    private static RankingQuality of(double[] scores, boolean[] positive) {
        List<Tuple2<Double, Boolean>> pairs = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            pairs.add(new Tuple2<>(scores[i], positive[i]));
        }
        return RankingQuality.of(
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
                        .parallelizePairs(pairs, 5));
    }
}
