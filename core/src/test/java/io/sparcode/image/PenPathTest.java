package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PenPathTest {
    @Test
    void lineHasItsWidthAndASoftEdge() {
        PenPath path = new PenPath();
        path.add(-5, 4, 1.25, false);
        path.add(20, 4, 1.25, true);

        byte[] grey = path.draw(8, 1, 200);

        // Rows' centres lie 0.5 and 1.5 from the line: inside, and a quarter of a pixel outside its edge.
        for (int x = 0; x < 8; x++) {
            int[] column = new int[8];
            for (int y = 0; y < 8; y++) {
                column[y] = grey[8 * y + x] & 0xff;
            }
            assertArrayEquals(new int[] {0, 0, 50, 200, 200, 50, 0, 0}, column);
        }
    }

    @Test
    void liftedPenDrawsNothing() {
        PenPath path = new PenPath();
        path.add(1, 1, 1, false);
        path.add(6, 6, 1, false);

        assertArrayEquals(new byte[64], path.draw(8, 1, 255));
    }

    @Test
    void pointIsADisc() {
        PenPath path = new PenPath();
        path.add(4, 4, 2, false);
        path.add(4, 4, 2, true);

        byte[] grey = path.draw(8, 1, 255);

        double area = 0;
        for (byte value : grey) {
            area += (value & 0xff) / 255.0;
        }
        assertEquals(Math.PI * 4, area, 0.5);
    }

    @Test
    void longPathKeepsAllItsPoints() {
        PenPath path = new PenPath();
        for (int i = 0; i < 1_000; i++) {
            path.add(i, 2 * i, 3, i > 0);
        }

        assertEquals(1_000, path.points);
        assertEquals(999, path.x[999]);
        assertEquals(1_998, path.y[999]);
    }
}
