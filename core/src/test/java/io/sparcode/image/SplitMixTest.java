package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SplitMixTest {
    @Test
    void normalNumbersHaveMeanZeroAndDeviationOne() {
        SplitMix random = new SplitMix(1, 2);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = random.normal();
            sum += value;
            squares += value * value;
            assertTrue(Math.abs(value) < 3.5);
        }
        assertEquals(0, sum / 100_000, 0.01);
        assertEquals(1, squares / 100_000, 0.01);
    }

    @Test
    void numbersStayInTheirRange() {
        SplitMix random = new SplitMix(3, 4);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.below(7)]++;
            double value = random.between(-2, 5);
            assertTrue(value >= -2 && value < 5);
        }
        for (int count : counts) {
            assertEquals(10_000, count, 400);
        }
    }

    @Test
    void streamsAndSeedsDiffer() {
        assertEquals(new SplitMix(1, 1).next(), new SplitMix(1, 1).next());
        assertNotEquals(new SplitMix(1, 1).next(), new SplitMix(1, 2).next());
        assertNotEquals(new SplitMix(1, 1).next(), new SplitMix(2, 1).next());
    }
}
