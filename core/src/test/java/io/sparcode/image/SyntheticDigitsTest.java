package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {
    private final SyntheticDigits digits = new SyntheticDigits(42);

    @Test
    void sameSeedAndIndexGiveTheSameImageOnEveryMachine() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (long index = 0; index < 500; index++) {
            sha.update((byte) digits.label(index));
            sha.update(digits.draw(index).pixels());
        }

        assertEquals(
                "92ed858383e77ae13f4a121a160b88f8a1ccea984786aee8c536e1a2cafbf7db",
                HexFormat.of().formatHex(sha.digest()));
    }

    @Test
    void orderAndThreadsDoNotMatter() {
        List<byte[]> together = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> digits.draw(399 - i).pixels())
                .toList();

        for (int i = 0; i < 400; i++) {
            assertArrayEquals(new SyntheticDigits(42).draw(399 - i).pixels(), together.get(i));
        }
    }

    @Test
    void everyTenIndicesHaveEveryLabelInRandomOrder() {
        Set<String> orders = new HashSet<>();
        for (long ten = 0; ten < 100; ten++) {
            int[] labels = new int[10];
            for (int i = 0; i < 10; i++) {
                labels[i] = digits.label(10 * ten + i);
            }
            orders.add(Arrays.toString(labels));
            Arrays.sort(labels);
            assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, labels);
        }
        assertTrue(orders.size() > 95, orders.size() + " orders");
    }

    @Test
    void noTwoDigitsAreAlike() {
        Set<String> seen = new HashSet<>();
        for (long index = 0; index < 5_000; index++) {
            assertTrue(seen.add(Arrays.toString(digits.draw(index).pixels())), "digit " + index);
        }
        assertFalse(
                seen.contains(Arrays.toString(new SyntheticDigits(43).draw(0).pixels())));
    }

    @Test
    void inkIsLikeThatOfMnist() {
        double sum = 0;
        double squares = 0;
        int full = 0;
        int count = 3_000 * SyntheticDigits.SHAPE.size();
        for (long index = 0; index < 3_000; index++) {
            for (byte value : digits.draw(index).pixels()) {
                double ink = (value & 0xff) / 255.0;
                sum += ink;
                squares += ink * ink;
                full += ink > 0.98 ? 1 : 0;
            }
        }
        double mean = sum / count;

        // MNIST: mean 0.131, deviation 0.308, 7 % of the pixels full.
        assertEquals(0.131, mean, 0.01);
        assertEquals(0.308, Math.sqrt(squares / count - mean * mean), 0.015);
        assertEquals(0.07, (double) full / count, 0.015);
    }

    @Test
    void noDigitTouchesTheBorder() {
        for (long index = 0; index < 3_000; index++) {
            byte[] pixels = digits.draw(index).pixels();
            for (int i = 0; i < 28; i++) {
                assertEquals(0, pixels[i] | pixels[27 * 28 + i] | pixels[28 * i] | pixels[28 * i + 27]);
            }
        }
    }

    @Test
    void labelsCanBeToldFromTheMeanOfTheirImages() {
        double[][] means = new double[10][784];
        for (long index = 0; index < 4_000; index++) {
            byte[] pixels = digits.draw(index).pixels();
            double[] mean = means[digits.label(index)];
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (pixels[i] & 0xff) / 400.0;
            }
        }
        int right = 0;
        for (long index = 4_000; index < 5_000; index++) {
            right += nearest(means, digits.draw(index).pixels()) == digits.label(index) ? 1 : 0;
        }

        // 82 % on MNIST: chance would be 10 %, and copies of one drawing 100 %.
        assertTrue(right > 700 && right < 950, right + " of 1000");
    }

    @Test
    void negativeIndexIsRefused() {
        assertEquals(
                "index must be at least 0, was -1",
                assertThrows(IllegalArgumentException.class, () -> digits.draw(-1))
                        .getMessage());
        assertEquals(
                "index must be at least 0, was -7",
                assertThrows(IllegalArgumentException.class, () -> digits.label(-7))
                        .getMessage());
    }

    private static int nearest(double[][] means, byte[] pixels) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int label = 0; label < means.length; label++) {
            double distance = 0;
            for (int i = 0; i < pixels.length; i++) {
                double difference = (pixels[i] & 0xff) - means[label][i];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = label;
            }
        }
        return best;
    }
}
