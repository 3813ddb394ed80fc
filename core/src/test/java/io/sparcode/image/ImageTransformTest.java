package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageTransformTest {
    @Test
    void imageOfTheTargetShapeIsReturnedAsItIs() {
        Image image = noise(5, 7, 3);

        assertSame(image, new ImageTransform(image.shape(), ResizeFilter.LANCZOS).apply(image));
    }

    @Test
    void colourBecomesGreyByLuma() {
        Image image = image(1, 4, 3, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30);

        assertArrayEquals(PngFixture.bytes(29, 150, 76, 22), to(1, 4, 1, image).pixels());
    }

    @Test
    void greyBecomesColourByRepeatingIt() {
        Image image = image(1, 2, 1, 7, 200);

        assertArrayEquals(
                PngFixture.bytes(7, 7, 7, 200, 200, 200), to(1, 2, 3, image).pixels());
        assertArrayEquals(
                PngFixture.bytes(7, 7, 7, 255, 200, 200, 200, 255),
                to(1, 2, 4, image).pixels());
    }

    @Test
    void alphaThatIsLostIsDrawnOverBlack() {
        Image image = image(1, 3, 4, 10, 20, 30, 255, 10, 20, 30, 0, 100, 200, 50, 128);

        assertArrayEquals(
                PngFixture.bytes(10, 20, 30, 0, 0, 0, 50, 100, 25),
                to(1, 3, 3, image).pixels());
        assertArrayEquals(PngFixture.bytes(22, 0, 72), to(1, 3, 1, image).pixels());
    }

    @Test
    void missingAlphaIsOpaque() {
        assertArrayEquals(
                PngFixture.bytes(1, 2, 3, 255),
                to(1, 1, 4, image(1, 1, 3, 1, 2, 3)).pixels());
    }

    @ParameterizedTest
    @EnumSource
    void constantImageStaysConstant(ResizeFilter filter) {
        Image image = image(13, 11, 1, constant(13 * 11, 137));

        for (int[] size : new int[][] {{5, 4}, {29, 31}, {1, 1}, {13, 3}, {40, 11}}) {
            Image resized = new ImageTransform(new ImageShape(size[0], size[1], 1), filter).apply(image);
            assertArrayEquals(PngFixture.bytes(constant(size[0] * size[1], 137)), resized.pixels());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BILINEAR, 20",
        "BILINEAR, 160",
        "BICUBIC, 20",
        "BICUBIC, 160",
        "LANCZOS, 20",
        "LANCZOS, 160",
        "AREA, 20"
    })
    void rampStaysARampWithoutAShift(ResizeFilter filter, int width) {
        int[] ramp = new int[80];
        for (int x = 0; x < 80; x++) {
            ramp[x] = 3 * x + 5;
        }

        Image resized = new ImageTransform(new ImageShape(1, width, 1), filter).apply(image(1, 80, 1, ramp));

        // Away from the borders, where a filter has all its neighbours.
        int border = 3 * Math.max(1, width / 80) + 3;
        for (int x = border; x < width - border; x++) {
            double expected = 3 * ((x + 0.5) * 80 / width - 0.5) + 5;
            assertEquals(expected, resized.pixels()[x] & 0xff, filter == ResizeFilter.LANCZOS ? 1.5 : 0.51);
        }
    }

    @Test
    void areaByTwoIsTheMeanOfFour() {
        Image image = noise(8, 6, 3);

        Image half = new ImageTransform(new ImageShape(4, 3, 3), ResizeFilter.AREA).apply(image);

        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 3; x++) {
                for (int c = 0; c < 3; c++) {
                    double mean = (at(image, 2 * y, 2 * x, c)
                                    + at(image, 2 * y, 2 * x + 1, c)
                                    + at(image, 2 * y + 1, 2 * x, c)
                                    + at(image, 2 * y + 1, 2 * x + 1, c))
                            / 4.0;
                    assertEquals(mean, at(half, y, x, c), 0.5);
                }
            }
        }
    }

    @Test
    void areaCountsPartsOfPixels() {
        Image resized =
                new ImageTransform(new ImageShape(1, 2, 1), ResizeFilter.AREA).apply(image(1, 3, 1, 30, 60, 120));

        assertArrayEquals(PngFixture.bytes(40, 100), resized.pixels());
    }

    @ParameterizedTest
    @EnumSource(names = "NEAREST", mode = EnumSource.Mode.EXCLUDE)
    void stripesTooFineForTheTargetBecomeTheirMean(ResizeFilter filter) {
        int[] stripes = new int[96 * 96];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = i % 2 == 0 ? 0 : 200;
        }

        Image resized = new ImageTransform(new ImageShape(16, 16, 1), filter).apply(image(96, 96, 1, stripes));

        for (byte value : resized.pixels()) {
            assertEquals(100, value & 0xff, 8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void meanIsRoughlyKept(ResizeFilter filter) {
        Image image = noise(64, 64, 1);

        Image resized = new ImageTransform(new ImageShape(28, 28, 1), filter).apply(image);

        assertEquals(mean(image), mean(resized), filter == ResizeFilter.NEAREST ? 10 : 3);
    }

    @Test
    void transparentColourDoesNotBleed() {
        Image image = image(1, 4, 4, 200, 0, 0, 255, 200, 0, 0, 255, 0, 0, 250, 0, 0, 0, 250, 0);

        Image resized = new ImageTransform(new ImageShape(1, 1, 4), ResizeFilter.AREA).apply(image);

        assertArrayEquals(PngFixture.bytes(200, 0, 0, 128), resized.pixels());
    }

    @Test
    void channelsAreResizedEachForItself() {
        Image colour = noise(9, 8, 3);
        ImageTransform grey = new ImageTransform(new ImageShape(4, 5, 1), ResizeFilter.BICUBIC);

        Image resized = new ImageTransform(new ImageShape(4, 5, 3), ResizeFilter.BICUBIC).apply(colour);

        for (int c = 0; c < 3; c++) {
            byte[] plane = new byte[9 * 8];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = colour.pixels()[3 * i + c];
            }
            byte[] expected =
                    grey.apply(new Image(new ImageShape(9, 8, 1), plane)).pixels();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], resized.pixels()[3 * i + c]);
            }
        }
    }

    /** Expected values from Pillow 12.3.0, which rounds between rows and columns where this does not. */
    @ParameterizedTest
    @CsvSource({
        "NEAREST, 141 207 57 127 245 147",
        "BILINEAR, 86 108 119 97 119 96",
        "BICUBIC, 83 105 122 99 120 94",
        "LANCZOS, 81 103 123 100 120 95"
    })
    void smallerImageAgreesWithPillow(ResizeFilter filter, String expected) {
        assertClose(expected, new ImageTransform(new ImageShape(2, 3, 1), filter).apply(quadratic()));
    }

    /** The first three rows of eight, from Pillow as above. */
    @ParameterizedTest
    @CsvSource({
        "NEAREST, 0 0 37 148 148 77 80 80 157 52 52 0 0 37 148 148 77 80 80 157 52 52"
                + " 91 91 141 9 9 207 223 223 57 221 221",
        "BILINEAR, 0 17 47 118 122 77 79 101 150 100 52 40 59 83 86 104 134 139 135 116 120 126"
                + " 92 115 131 47 78 195 205 171 76 143 211",
        "BICUBIC, 0 2 39 136 137 68 58 95 164 97 31 33 52 79 85 107 138 147 139 115 120 128"
                + " 90 123 139 25 61 203 234 180 60 143 232"
    })
    void largerImageAgreesWithPillow(ResizeFilter filter, String expected) {
        assertClose(expected, new ImageTransform(new ImageShape(8, 11, 1), filter).apply(quadratic()));
    }

    @Test
    void imageThatLosesItsAlphaIsDrawnOverTheBackground() {
        Rgb background = new Rgb(200, 100, 0);
        Image clear = image(1, 3, 4, 10, 20, 30, 0, 10, 20, 30, 255, 10, 20, 30, 51);

        Image colour = new ImageTransform(new ImageShape(1, 3, 3), ResizeFilter.AREA, background).apply(clear);
        Image grey = new ImageTransform(new ImageShape(1, 3, 1), ResizeFilter.AREA, background).apply(clear);

        assertArrayEquals(PngFixture.bytes(0, 100, 200, 10, 20, 30, 2, 84, 166), colour.pixels());
        assertArrayEquals(PngFixture.bytes(119, 22, 99), grey.pixels());
    }

    @Test
    void filtersAreNamedInLowerCase() {
        for (ResizeFilter filter : ResizeFilter.values()) {
            assertSame(filter, ResizeFilter.of(filter.key()));
        }
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ResizeFilter.of("Cubic"));
        assertEquals("filter must be one of nearest, bilinear, bicubic, lanczos, area, was Cubic", e.getMessage());
    }

    private static void assertClose(String expected, Image image) {
        int[] values =
                Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], image.pixels()[i] & 0xff, 1, "value " + i);
        }
    }

    private static Image quadratic() {
        int[] values = new int[35];
        for (int i = 0; i < 35; i++) {
            int x = i % 7;
            int y = i / 7;
            values[i] = (37 * x * x + 91 * y * y + 13 * x * y) % 256;
        }
        return image(5, 7, 1, values);
    }

    private static Image to(int height, int width, int channels, Image image) {
        return new ImageTransform(new ImageShape(height, width, channels), ResizeFilter.BILINEAR).apply(image);
    }

    private static Image image(int height, int width, int channels, int... values) {
        return new Image(new ImageShape(height, width, channels), PngFixture.bytes(values));
    }

    private static Image noise(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        new SplittableRandom(7).nextBytes(pixels);
        return new Image(new ImageShape(height, width, channels), pixels);
    }

    private static int[] constant(int size, int value) {
        int[] values = new int[size];
        Arrays.fill(values, value);
        return values;
    }

    private static int at(Image image, int y, int x, int c) {
        return image.pixels()[(y * image.shape().width() + x) * image.shape().channels() + c] & 0xff;
    }

    private static double mean(Image image) {
        double sum = 0;
        for (byte value : image.pixels()) {
            sum += value & 0xff;
        }
        return sum / image.pixels().length;
    }
}
