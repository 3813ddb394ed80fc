package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.image.FloatBytes;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.image.UnreadableImageException;
import java.util.Arrays;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Image rows of floats and of bands. */
class FloatRowsTest {
    private static String refusal(Object... image) {
        return assertThrows(UnreadableImageException.class, () -> ImageRows.toImage(RowFactory.create(image)))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "3, 21", "4, 29", "12, 93", "512, 4093"})
    void floatsAreLittleEndianAndComeBackAsTheyWere(int channels, int mode) throws UnreadableImageException {
        ImageShape shape = new ImageShape(2, 3, channels);
        float[] pixels = new float[shape.size()];
        Random random = new Random(channels);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() * 3 - 1;
        }

        Row row = ImageRows.toRow("x", Image.ofFloats(shape, pixels));

        assertEquals(mode, row.getInt(4));
        byte[] data = row.getAs(5);
        int bits = Float.floatToRawIntBits(pixels[1]);
        assertArrayEquals(
                new byte[] {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)},
                Arrays.copyOfRange(data, 4, 8));
        Image read = ImageRows.toImage(row);
        assertArrayEquals(pixels, read.floats());
        assertEquals(shape, read.shape());
        assertEquals(channels == 1 || channels == 3, read.isColour());
    }

    @Test
    void twelveBandsOfBytesComeBackAsTheyWere() throws UnreadableImageException {
        Image image = new Image(new ImageShape(2, 2, 12), InputFixture.pixels(1, 48));

        Row row = ImageRows.toRow("x", image);

        assertEquals(88, row.getInt(4));
        Image read = ImageRows.toImage(row);
        assertArrayEquals(image.pixels(), read.pixels());
        assertEquals(PixelValues.BYTES, read.values());
        assertFalse(read.isColour());
    }

    @Test
    void whatIsNeitherBytesNorFloatsIsRefusedByItsName() {
        assertEquals(
                "the image has mode 18 (CV_16UC3); of 3 channels 16 (CV_8UC3) and 21 (CV_32FC3) are read",
                refusal("x", 1, 1, 3, 18, new byte[6]));
        assertEquals(
                "the image has mode 5 (CV_32FC1); of 3 channels 16 (CV_8UC3) and 21 (CV_32FC3) are read",
                refusal("x", 1, 1, 3, 5, new byte[12]));
        assertEquals(
                "the image has height 1, width 1 and nChannels 513; allowed are at least 1, at least 1 and 1 to 512",
                refusal("x", 1, 1, 513, 0, new byte[513]));
        assertEquals("the image has 11 bytes, where 1x1x3 of floats needs 12", refusal("x", 1, 1, 3, 21, new byte[11]));
        assertEquals(
                "the image has NaN as value 1; all must be finite",
                refusal("x", 1, 1, 3, 21, FloatBytes.of(new float[] {0, Float.NaN, 1})));
    }
}
