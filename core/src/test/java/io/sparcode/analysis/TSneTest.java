package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TSneTest {
    @Test
    void bandwidthsGiveThePerplexity() {
        double[] probabilities =
                TSne.conditional(new Random(1).doubles(90, 3, 400).sorted().toArray(), 30);

        assertEquals(1, Arrays.stream(probabilities).sum(), 1e-12);
        double entropy = -Arrays.stream(probabilities).map(p -> p * Math.log(p)).sum();
        assertEquals(30, Math.exp(entropy), 1e-3);
    }

    @Test
    void clustersStayApartAndNeighboursTogether() {
        Points points = clusters(600);
        double[][] map = TSne.map(points, start(points), 1);

        List<float[]> places = Arrays.stream(map)
                .map(place -> new float[] {(float) place[0], (float) place[1]})
                .toList();
        Points onMap = new Points(places);
        for (int i = 0; i < 600; i++) {
            for (int near : onMap.nearestTo(places.get(i), 10)) {
                assertEquals(i % 6, near % 6, "neighbour of " + i);
            }
        }
        assertTrue(points.keptIn(onMap, 10).trustworthiness() > 0.9);
    }

    @Test
    void sameSeedSameMap() {
        Points points = clusters(200);

        assertArrayEquals(TSne.map(points, start(points), 5), TSne.map(points, start(points), 5));
    }

    @Test
    void equalPointsHavePlacesToo() {
        List<float[]> same = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            same.add(new float[] {1, 1, 1});
        }

        for (double[] place : TSne.map(new Points(same), new double[50][2], 1)) {
            assertTrue(Double.isFinite(place[0]) && Double.isFinite(place[1]));
        }
    }

    private static Points clusters(int count) {
        Random random = new Random(2);
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] point = new float[10];
            for (int d = 0; d < point.length; d++) {
                point[d] = (float) (random.nextGaussian() + (d == i % 6 ? 12 : 0));
            }
            points.add(point);
        }
        return new Points(points);
    }

    private static double[][] start(Points points) {
        double[][] start = new double[points.count()][];
        for (int i = 0; i < start.length; i++) {
            start[i] = new double[] {points.vector(i)[0], points.vector(i)[1]};
        }
        return start;
    }
}
