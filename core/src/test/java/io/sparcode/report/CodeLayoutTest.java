package io.sparcode.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.ImageShape;
import io.sparcode.model.TensorShape;
import org.junit.jupiter.api.Test;

class CodeLayoutTest {
    @Test
    void aVectorIsASquareOrNothing() {
        CodeLayout square = CodeLayout.of(TensorShape.vector(4)).orElseThrow();

        assertEquals(new ImageShape(2, 2, 1), square.shape());
        assertArrayEquals(new float[] {1, 2, 3, 4}, square.lay(new float[] {1, 2, 3, 4}));
        assertTrue(CodeLayout.of(TensorShape.vector(5)).isEmpty());
        assertTrue(CodeLayout.of(TensorShape.vector(1)).isEmpty());
    }

    @Test
    void planesStandBesideAndBelowEachOther() {
        CodeLayout planes = CodeLayout.of(new TensorShape(3, 1, 2)).orElseThrow();

        assertEquals(new ImageShape(2, 4, 1), planes.shape());
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6, Float.NaN, Float.NaN}, planes.lay(new float[] {1, 2, 3, 4, 5, 6}));
    }
}
