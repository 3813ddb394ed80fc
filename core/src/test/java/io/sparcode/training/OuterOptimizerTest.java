package io.sparcode.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class OuterOptimizerTest {
    @Test
    void plainAveragingIsTheAverageItself() {
        float[] average = {1, 2};
        assertSame(
                average, OuterOptimizer.PLAIN_AVERAGING.next(new float[] {5, 5}, average, new float[2], new BitSet()));
    }

    @Test
    void momentumFollowsNesterov() {
        OuterOptimizer outer = new OuterOptimizer(0.5, 0.5);
        float[] velocity = {0};
        // Step 2: velocity 2, look-ahead 2 + 0.5 * 2 = 3, half of it.
        assertArrayEquals(new float[] {1.5f}, outer.next(new float[] {0}, new float[] {2}, velocity, new BitSet()));
        // Step 1: velocity 0.5 * 2 + 1 = 2, look-ahead 1 + 0.5 * 2 = 2, half of it.
        assertArrayEquals(
                new float[] {2.5f}, outer.next(new float[] {1.5f}, new float[] {2.5f}, velocity, new BitSet()));
        assertArrayEquals(new float[] {2}, velocity);
    }

    @Test
    void valuesOutOfRangeAreRefusedWithTheRange() {
        assertEquals(
                "momentum must be at least 0 and less than 1, was 1.0",
                assertThrows(IllegalArgumentException.class, () -> new OuterOptimizer(1, 1))
                        .getMessage());
        assertEquals(
                "learning-rate must be greater than 0, was 0.0",
                assertThrows(IllegalArgumentException.class, () -> new OuterOptimizer(0, 0))
                        .getMessage());
    }

    @Test
    void runningStatisticsAreAveragedWhateverTheMomentum() {
        BitSet statistics = new BitSet();
        statistics.set(1);
        OuterOptimizer outer = new OuterOptimizer(1, 0.5);
        float[] next = outer.next(new float[] {1, 1}, new float[] {0.25f, 0.25f}, new float[2], statistics);
        assertArrayEquals(new float[] {-0.125f, 0.25f}, next);
    }
}
