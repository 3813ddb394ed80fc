package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeSketchTest {
    private static final int WIDE = 8192;

    @Test
    void productsOfSketchesAreThoseOfCodesOnAverage() {
        Random random = new Random(1);
        double difference = 0;
        for (int pair = 0; pair < 50; pair++) {
            float[] a = code(random);
            float[] b = code(random);
            for (int i = 0; i < WIDE; i += 2) {
                b[i] = a[i];
            }
            difference += product(CodeSketch.sketch(a), CodeSketch.sketch(b)) / product(a, b);
        }

        // One pair's quotient has a standard deviation of 0.07.
        assertEquals(1, difference / 50, 0.04);
    }

    @Test
    void everyValueCounts() {
        float[] sketch = CodeSketch.sketch(new float[WIDE]);
        assertArrayEquals(new float[CodeSketch.WIDTH], sketch);
        for (int i = 0; i < WIDE; i++) {
            float[] code = new float[WIDE];
            code[i] = 2;
            assertEquals(4, product(CodeSketch.sketch(code), CodeSketch.sketch(code)));
        }
    }

    private static float[] code(Random random) {
        float[] code = new float[WIDE];
        for (int i = 0; i < WIDE; i++) {
            code[i] = (float) random.nextGaussian();
        }
        return code;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
