package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingFiguresTest {
    @Test
    void tiesCountHalfInPairsAndTogetherInPrecision() {
        RankingFigures figures = RankingFigures.of(new double[] {1, 2, 3, 2}, new boolean[] {false, true, true, false});

        // Of four pairs three are right and one is a tie; precision is 1 of 1, then 2 of 3.
        assertEquals(3.5 / 4, figures.rocAuc(), 1e-12);
        assertEquals((1 + 2.0 / 3) / 2, figures.averagePrecision(), 1e-12);
    }

    @Test
    void theAreaIsTheShareOfPairsRankedRight() {
        Random random = new Random(1);
        double[] scores = new double[200];
        boolean[] anomalous = new boolean[200];
        for (int i = 0; i < 200; i++) {
            anomalous[i] = random.nextInt(3) == 0;
            scores[i] = random.nextInt(20) + (anomalous[i] ? 5 : 0);
        }
        double right = 0;
        int pairs = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 200; j++) {
                if (anomalous[i] && !anomalous[j]) {
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }

        assertEquals(right / pairs, RankingFigures.of(scores, anomalous).rocAuc(), 1e-12);
    }
}
