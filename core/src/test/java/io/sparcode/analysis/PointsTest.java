package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PointsTest {
    @Test
    void pointsInTheSameOrderKeepEveryNeighbourhood() {
        Points points = random(60, 5, 1);

        assertEquals(new Neighbourhoods(7, 60, 1, 1), points.keptIn(points, 7));
    }

    @Test
    void ranksOutsideTheNeighbourhoodAreThePenalty() {
        Points before = line(0, 1, 3, 7, 15);
        // The second and the last have changed places.
        Points after = line(0, 15, 3, 7, 1);

        Neighbourhoods kept = before.keptIn(after, 1);

        // New neighbours: 4 for 0 (rank 4), 3 for 1 (3), 4 for 2 (4), 2 for 3 (1), 0 for 4 (4); penalties 3 + 2 + 3 + 0
        // + 3.
        assertEquals(1 - 2.0 / (5 * 1 * (10 - 3 - 1)) * 11, kept.trustworthiness(), 1e-12);
        // Old neighbours: 1 for 0 (rank 4), 0 for 1 (4), 1 for 2 (4), 2 for 3 (1), 3 for 4 (3).
        assertEquals(1 - 2.0 / (5 * 1 * (10 - 3 - 1)) * 11, kept.continuity(), 1e-12);
    }

    @Test
    void unrelatedPointsKeepHalf() {
        Neighbourhoods kept = random(400, 8, 1).keptIn(random(400, 8, 2), 10);

        assertEquals(0.5, kept.trustworthiness(), 0.05);
        assertEquals(0.5, kept.continuity(), 0.05);
    }

    @Test
    void fewRecordsHaveSmallerNeighbourhoodsAndThreeHaveNone() {
        assertEquals(2, random(5, 3, 1).keptIn(random(5, 3, 1), 10).neighbours());
        assertNull(random(3, 3, 1).keptIn(random(3, 3, 1), 10));
    }

    @Test
    void nearestComeFirstAndTiesByIndex() {
        Points points = line(5, 1, 1, 9, 1);

        assertArrayEquals(new int[] {1, 2, 4, 0, 3}, points.nearestTo(new float[] {0}, 10));
        assertArrayEquals(new int[] {1, 2}, points.nearestTo(new float[] {0}, 2));
        assertArrayEquals(new int[] {2, 4, 0, 3}, points.nearestTo(1));
    }

    private static Points line(float... places) {
        List<float[]> points = new ArrayList<>();
        for (float place : places) {
            points.add(new float[] {place});
        }
        return new Points(points);
    }

    static Points random(int count, int size, long seed) {
        Random random = new Random(seed);
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] point = new float[size];
            for (int d = 0; d < size; d++) {
                point[d] = (float) random.nextGaussian();
            }
            points.add(point);
        }
        return new Points(points);
    }
}
