package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayPixelsTest {
    private static final ElementType BYTES = ElementType.ofNumpy("|u1");

    private static long[] shape(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "10 28 28, 28x28x1, false",
        "10 28 28 1, 28x28x1, false",
        "10 1 28 28, 28x28x1, true",
        "10 32 30 3, 32x30x3, false",
        "10 3 32 30, 32x30x3, true",
        "10 4 32 30, 32x30x4, true",
        "10 5 5 4, 5x5x4, false",
        "10 28 28 2, 28x28x2, false",
        "10 12 64 64, 64x64x12, true",
        "10 64 64 200, 64x64x200, false"
    })
    void shapesAreImagesWhereTheyCanBeSoInOneWay(String array, String image, boolean planes) throws Exception {
        ArrayPixels pixels = ArrayPixels.of(BYTES, shape(array), false);

        assertEquals(image, pixels.shape().toString());
        assertEquals(planes, pixels.planes());
    }

    @ParameterizedTest
    @CsvSource({
        "10 784, rows of numbers and not images",
        "10, allowed are",
        "10 2 2 2 2, allowed are",
        "10 3 32 3, both the second axis and the last",
        "10 1 28 1, both the second axis and the last",
        "10 28 30 2, neither the second axis nor the last",
        "10 28 28 513, at most 512 bands",
        "20 3 3 200, both the second axis and the last",
        "20 12 3 3, both the second axis and the last",
        "20 1 1 12, both the second axis and the last",
        "10 28 28 28, neither the second axis nor the last",
        "224 224 3, may be one image of colour or 224 grey ones",
        "3 224 224, may be one image of colour or 3 grey ones",
        "10 0 28, must be 1 to",
        "1 60000 60000, that fit in memory",
        "1 30000 30000 3, that fit in memory"
    })
    void otherShapesAreRefused(String array, String reason) {
        String message = assertThrows(UnreadableImageException.class, () -> ArrayPixels.of(BYTES, shape(array), false))
                .getMessage();

        assertTrue(message.contains(reason), message);
        assertTrue(message.contains("[" + array.replace(" ", ", ") + "]"), message);
    }

    @Test
    void threeAxesAreGreyImagesWhereEachHasALabel() throws Exception {
        assertEquals(
                "224x3x1",
                ArrayPixels.of(BYTES, shape("224 224 3"), true).shape().toString());
    }

    @ParameterizedTest
    @CsvSource({"<i8,int64", "|i1,int8", "<u4,uint32"})
    void integersWithoutOneWhiteAreRefused(String descr, String name) {
        ElementType type = ElementType.ofNumpy(descr);

        String message = assertThrows(
                        UnreadableImageException.class, () -> ArrayPixels.of(type, shape("9 28 28"), false))
                .getMessage();

        assertTrue(message.contains("of type " + name), message);
    }

    @Test
    void redGreenBlueBecomeBlueGreenRed() throws Exception {
        byte[] interleaved = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] planes = {1, 5, 2, 6, 3, 7, 4, 8};
        byte[] expected = {3, 2, 1, 4, 7, 6, 5, 8};

        assertArrayEquals(
                expected,
                new ArrayPixels(BYTES, 1, 2, 4, false)
                        .image(interleaved, PixelValues.BYTES)
                        .pixels());
        assertArrayEquals(
                expected,
                new ArrayPixels(BYTES, 1, 2, 4, true)
                        .image(planes, PixelValues.BYTES)
                        .pixels());
    }

    @Test
    void bandsKeepTheirOrder() throws Exception {
        byte[] pixels = {1, 2, 3, 4, 5, 6};

        assertArrayEquals(
                pixels,
                new ArrayPixels(BYTES, 1, 1, 6, false)
                        .image(pixels, PixelValues.BYTES)
                        .pixels());
    }

    @Test
    void sixteenBitsAreTheirHigherEightOrPrecise() throws Exception {
        byte[] record = {0x12, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        ArrayPixels big = new ArrayPixels(ElementType.ofNumpy(">u2"), 1, 2, 1, false);
        ArrayPixels little = new ArrayPixels(ElementType.ofNumpy("<u2"), 1, 2, 1, false);

        assertArrayEquals(
                new byte[] {0x12, (byte) 0xff},
                big.image(record, PixelValues.BYTES).pixels());
        assertArrayEquals(
                new byte[] {(byte) 0xff, (byte) 0xff},
                little.image(record, PixelValues.BYTES).pixels());
        assertArrayEquals(
                new float[] {0x12ff / 65535f, 1},
                big.image(record, PixelValues.FLOATS).floats());
    }

    @Test
    void floatingPointIsRoundedOrPreciseAndHeldToItsRange() throws Exception {
        ArrayPixels single = new ArrayPixels(ElementType.ofNumpy("<f4"), 1, 2, 1, false);
        ArrayPixels twice = new ArrayPixels(ElementType.ofNumpy(">f8"), 1, 2, 1, false);
        byte[] singles = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.3f)
                .putFloat(1)
                .array();
        byte[] doubles = ByteBuffer.allocate(16).putDouble(0.3).putDouble(1).array();
        byte[] beyond = ByteBuffer.allocate(16).putDouble(0.3).putDouble(254).array();
        byte[] none = ByteBuffer.allocate(16).putDouble(Double.NaN).array();

        assertArrayEquals(
                new byte[] {77, (byte) 255},
                single.image(singles, PixelValues.BYTES).pixels());
        assertArrayEquals(
                new byte[] {77, (byte) 255},
                twice.image(doubles, PixelValues.BYTES).pixels());
        assertArrayEquals(
                new float[] {0.3f, 1}, twice.image(doubles, PixelValues.FLOATS).floats());
        for (byte[] bad : new byte[][] {beyond, none}) {
            String message = assertThrows(UnreadableImageException.class, () -> twice.image(bad, PixelValues.BYTES))
                    .getMessage();
            assertTrue(message.contains("float64 must be on [0, 1]"), message);
        }
    }

    @Test
    void truthIsWhite() throws Exception {
        assertArrayEquals(
                new byte[] {0, (byte) 255},
                new ArrayPixels(ElementType.ofNumpy("|b1"), 1, 2, 1, false)
                        .image(new byte[] {0, 1}, PixelValues.BYTES)
                        .pixels());
    }

    @Test
    void wholeNumbersOfEverySizeAndOrderAreRead() {
        byte[] record = {(byte) 0xff, (byte) 0xfe, (byte) 0xff, (byte) 0xff, 0, 0, 0, 1};

        assertEquals(255, ElementType.ofNumpy("|u1").whole(record, 0));
        assertEquals(-1, ElementType.ofNumpy("|i1").whole(record, 0));
        assertEquals(-2, ElementType.ofNumpy(">i2").whole(record, 0));
        assertEquals(0xfeff, ElementType.ofNumpy("<u2").whole(record, 0));
        assertEquals(1, ElementType.ofNumpy(">u4").whole(record, 1));
        assertEquals(1L << 24, ElementType.ofNumpy("<i4").whole(record, 1));
        assertEquals(1, ElementType.ofNumpy("|b1").whole(record, 7));
    }
}
