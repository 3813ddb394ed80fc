package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargestValuesTest {
    @Test
    void marksTheLargestAndOfEqualOnesTheFirst() {
        float[] values = {9, 2, 5, 5, -1, 5, 7, 9};
        float[] marks = new float[7];
        new LargestValues(3, 6).mark(values, 1, marks, 1);
        assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0, 1}, marks);
    }

    @Test
    void agreesWithSorting() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            int size = 2 + random.nextInt(60);
            int k = 1 + random.nextInt(size - 1);
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.nextInt(20) - 10;
            }
            float[] expected = new float[size];
            IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> -values[i]))
                    .limit(k)
                    .forEach(i -> expected[i] = 1);
            float[] marks = new float[size];
            new LargestValues(k, size).mark(values, 0, marks, 0);
            assertArrayEquals(expected, marks);
        }
    }
}
