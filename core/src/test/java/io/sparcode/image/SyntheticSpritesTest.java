package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticSpritesTest {
    private static final int SIDE = Sprite.PICTURE.width();

    private final SyntheticSprites sprites = new SyntheticSprites(42);

    @Test
    void sameSeedAndIndexGiveTheSameImageOnEveryMachine() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (long index = 0; index < 500; index++) {
            sha.update(sprites.sprite(index).toString().getBytes("UTF-8"));
            sha.update(sprites.sprite(index).draw().pixels());
        }

        assertEquals(
                "53a3b90f0900ceeef6ba47efc481600a45ddc9f0841f8941703e1898999c6134",
                HexFormat.of().formatHex(sha.digest()));
    }

    @Test
    void orderAndThreadsDoNotMatter() {
        Sprite[] together = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> sprites.sprite(399 - i))
                .toArray(Sprite[]::new);

        for (int i = 0; i < 400; i++) {
            Sprite alone = new SyntheticSprites(42).sprite(399 - i);
            assertEquals(alone, together[i]);
            assertArrayEquals(alone.draw().pixels(), together[i].draw().pixels());
        }
    }

    @Test
    void noTwoSpritesAreAlike() {
        Set<String> seen = new HashSet<>();
        for (long index = 0; index < 5_000; index++) {
            assertTrue(seen.add(Arrays.toString(sprites.sprite(index).draw().pixels())), "sprite " + index);
        }
    }

    @Test
    void centreOfMassIsWhereTheFactorsSay() {
        for (long index = 0; index < 3_000; index++) {
            Sprite sprite = sprites.sprite(index);
            Moments moments = Moments.of(sprite.draw());

            // A tenth of a pixel.
            assertEquals(sprite.x(), moments.x / SIDE, 0.0031, sprite.toString());
            assertEquals(sprite.y(), moments.y / SIDE, 0.0031, sprite.toString());
        }
    }

    @Test
    void areaIsThatOfTheShapeAtItsScale() {
        // Of a square with a half diagonal of 8 pixels, an ellipse with half axes of 8 and 4, and a heart whose tip is
        // 8
        // pixels from its centre of mass.
        double heartSide = 8 / (Math.sqrt(0.5) + Math.sqrt(0.5) * (Math.PI / 8 + 1 / 6.0) / (1 + Math.PI / 4));
        double[] areas = {128, 32 * Math.PI, heartSide * heartSide * (1 + Math.PI / 4)};
        for (long index = 0; index < 3_000; index++) {
            Sprite sprite = sprites.sprite(index);
            double area = areas[sprite.shape()] * sprite.scale() * sprite.scale();

            assertEquals(1, Moments.of(sprite.draw()).mass / area, 0.03, sprite.toString());
        }
    }

    @Test
    void longAxisOfAnEllipseTurnsWithRotation() {
        for (long index = 0; index < 3_000; index++) {
            Sprite sprite = sprites.sprite(index);
            if (sprite.shape() == Sprite.ELLIPSE) {
                assertEquals(sprite.rotation(), Moments.of(sprite.draw()).longAxis(), 0.02, sprite.toString());
            }
        }
    }

    @Test
    void squareAndHeartTurnClockwise() {
        // A square looks the same after a quarter turn; of a heart the third moment is the least that tells.
        assertEquals(4 * 0.3, turn(Sprite.SQUARE, 4), 0.05);
        assertEquals(3 * 0.3, turn(Sprite.HEART, 3), 0.05);
    }

    private static double turn(int shape, int moment) {
        double upright = angularMoment(new Sprite(shape, 1, 0, 0.5f, 0.5f), moment);
        double turned = angularMoment(new Sprite(shape, 1, 0.3f, 0.5f, 0.5f), moment);
        return Math.IEEEremainder(turned - upright, 2 * Math.PI);
    }

    @Test
    void aSquareLooksTheSameAtBothEndsOfTheRotation() {
        Sprite upright = new Sprite(Sprite.SQUARE, 0.8f, 0, 0.45f, 0.6f);
        Sprite quarter = new Sprite(Sprite.SQUARE, 0.8f, Sprite.MOST_ROTATION, 0.45f, 0.6f);

        assertArrayEquals(upright.draw().pixels(), quarter.draw().pixels());
    }

    @Test
    void factorsAreUniformOverTheirRangesAndIndependent() {
        int count = 20_000;
        Sprite[] drawn = IntStream.range(0, count).mapToObj(sprites::sprite).toArray(Sprite[]::new);
        List<ToDoubleFunction<Sprite>> factors = factors();
        double[][] unit = new double[factors.size()][];
        for (int f = 0; f < factors.size(); f++) {
            unit[f] = Arrays.stream(drawn).mapToDouble(factors.get(f)).toArray();
            double mean = Arrays.stream(unit[f]).average().orElseThrow();
            double square = Arrays.stream(unit[f]).map(v -> v * v).average().orElseThrow();
            assertEquals(0.5, mean, 0.01, "factor " + f);
            // A uniform distribution's variance is 1/12, and that of three equally likely values, half apart, 1/6.
            assertEquals(f == 0 ? 1 / 6.0 : 1 / 12.0, square - mean * mean, 0.003, "factor " + f);
        }
        for (int a = 0; a < factors.size(); a++) {
            for (int b = 0; b < a; b++) {
                double together = 0;
                for (int i = 0; i < count; i++) {
                    together += (unit[a][i] - 0.5) * (unit[b][i] - 0.5) / count;
                }
                assertEquals(0, together, 0.003, "factors " + a + " and " + b);
            }
        }
    }

    @Test
    void noSpriteTouchesTheBorder() {
        for (long index = 0; index < 3_000; index++) {
            byte[] pixels = sprites.sprite(index).draw().pixels();
            for (int i = 0; i < SIDE; i++) {
                int border = pixels[i] | pixels[(SIDE - 1) * SIDE + i] | pixels[SIDE * i] | pixels[SIDE * i + SIDE - 1];
                assertEquals(0, border, "sprite " + index);
            }
        }
    }

    @Test
    void outlinesAreGreyAndAllElseWhiteOrBlack() {
        for (long index = 0; index < 300; index++) {
            byte[] pixels = sprites.sprite(index).draw().pixels();
            int grey = 0;
            int white = 0;
            for (byte pixel : pixels) {
                white += pixel == -1 ? 1 : 0;
                grey += pixel != 0 && pixel != -1 ? 1 : 0;
            }
            assertTrue(grey >= 10 && grey <= 60 && white >= 8, grey + " grey, " + white + " white");
        }
    }

    @Test
    void factorsOutOfRangeAreRefused() {
        assertRefused(
                "shape must be 0 (square), 1 (ellipse) or 2 (heart), was 3", () -> new Sprite(3, 1, 0, 0.5f, 0.5f));
        assertRefused("scale must be 0.5 to 1.0, was 0.4", () -> new Sprite(0, 0.4f, 0, 0.5f, 0.5f));
        assertRefused("rotation must be 0.0 to 1.5707964, was 1.6", () -> new Sprite(0, 1, 1.6f, 0.5f, 0.5f));
        assertRefused("x must be 0.3 to 0.7, was NaN", () -> new Sprite(0, 1, 0, Float.NaN, 0.5f));
        assertRefused("y must be 0.3 to 0.7, was 0.75", () -> new Sprite(0, 1, 0, 0.5f, 0.75f));
        assertRefused("index must be at least 0, was -1", () -> sprites.sprite(-1));
    }

    private static void assertRefused(String message, Runnable attempt) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
    }

    /** The factors, each brought to [0, 1]. */
    private static List<ToDoubleFunction<Sprite>> factors() {
        return List.of(
                sprite -> sprite.shape() / 2.0,
                sprite -> 2 * (sprite.scale() - 0.5),
                sprite -> sprite.rotation() / (Math.PI / 2),
                sprite -> (sprite.x() - 0.3) / 0.4,
                sprite -> (sprite.y() - 0.3) / 0.4);
    }

    /** The phase of the picture's n-th angular moment, which advances n times as fast as the picture turns. */
    private static double angularMoment(Sprite sprite, int n) {
        byte[] pixels = sprite.draw().pixels();
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < pixels.length; i++) {
            double dx = i % SIDE + 0.5 - sprite.x() * SIDE;
            double dy = i / SIDE + 0.5 - sprite.y() * SIDE;
            double weight = (pixels[i] & 0xff) * Math.pow(Math.hypot(dx, dy), n);
            real += weight * Math.cos(n * Math.atan2(dy, dx));
            imaginary += weight * Math.sin(n * Math.atan2(dy, dx));
        }
        return Math.atan2(imaginary, real);
    }

    /** Of a picture's ink: how much, where, and how it lies; in pixels. */
    private record Moments(double mass, double x, double y, double xx, double yy, double xy) {
        static Moments of(Image image) {
            double[] sums = new double[6];
            for (int i = 0; i < image.pixels().length; i++) {
                double ink = (image.pixels()[i] & 0xff) / 255.0;
                double x = i % SIDE + 0.5;
                double y = i / SIDE + 0.5;
                double[] of = {1, x, y, x * x, y * y, x * y};
                for (int k = 0; k < of.length; k++) {
                    sums[k] += ink * of[k];
                }
            }
            double x = sums[1] / sums[0];
            double y = sums[2] / sums[0];
            return new Moments(
                    sums[0], x, y, sums[3] / sums[0] - x * x, sums[4] / sums[0] - y * y, sums[5] / sums[0] - x * y);
        }

        /** The angle of the long axis with the rows, clockwise, in radians. */
        double longAxis() {
            return Math.atan2(2 * xy, xx - yy) / 2;
        }
    }
}
