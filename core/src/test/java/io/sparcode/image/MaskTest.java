package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
    private static final ImageShape SHAPE = new ImageShape(4, 5, 1);

    @Test
    void aRectangleIsAHoleAndItsPictureGivesItBack() {
        Mask mask = Mask.rectangle(SHAPE, 1, 2, 2, 3);

        assertEquals(6, mask.holes());
        boolean[] known = mask.known(2);
        for (int i = 0; i < 40; i++) {
            int row = i % 20 / 5;
            int column = i % 5;
            assertEquals(!(row >= 1 && row <= 2 && column >= 2), known[i]);
        }
        assertArrayEquals(known, Mask.of(mask.picture(), SHAPE).known(2));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 5, 1, 'mask must lie within 4x5, was rows 0 to 4 and columns 0 to 0'",
        "0, 5, 1, 1, 'mask must lie within 4x5, was rows 0 to 0 and columns 5 to 5'",
        "0, 0, 4, 5, 'mask must cover some pixels and leave some, covers all of 4x5'"
    })
    void whatReachesBeyondTheImageOrCoversItIsRefused(int top, int left, int height, int width, String message) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Mask.rectangle(SHAPE, top, left, height, width));

        assertEquals(message, refused.getMessage());
    }

    @Test
    void aPictureOfAnotherSizeOrThatIsBlackIsRefused() {
        Image black = new Image(SHAPE, new byte[20]);
        Image wide = new Image(new ImageShape(4, 6, 1), new byte[24]);

        assertEquals(
                "mask must cover some pixels and leave some, covers none of 4x5",
                assertThrows(IllegalArgumentException.class, () -> Mask.of(black, SHAPE))
                        .getMessage());
        assertEquals(
                "mask must be of 4x5, was 4x6",
                assertThrows(IllegalArgumentException.class, () -> Mask.of(wide, SHAPE))
                        .getMessage());
    }

    /** Both should give the value back; OpenCV's form of Telea's method is off by two. */
    @ParameterizedTest
    @EnumSource(Inpainting.class)
    void aHoleInAnEvenImageIsFilledWithItsValueInEveryChannel(Inpainting method) {
        for (int channels : new int[] {1, 3, 4}) {
            ImageShape shape = new ImageShape(12, 10, channels);
            byte[] pixels = new byte[shape.size()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (50 + 40 * (i % channels));
            }
            Image even = new Image(shape, pixels);
            Mask mask = Mask.rectangle(shape, 4, 3, 4, 4);

            Image filled = method.fill(mask.fill(even, 0), mask);

            for (int i = 0; i < pixels.length; i++) {
                assertEquals(pixels[i] & 0xff, filled.pixels()[i] & 0xff, 3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void errorsAreThoseOfTheDifferences(int channels) {
        ImageShape shape = new ImageShape(4, 5, channels);
        Image black = new Image(shape, new byte[shape.size()]);
        Mask mask = Mask.rectangle(shape, 0, 0, 2, 2);
        Image grey = mask.fill(black, 51);

        assertEquals(0.04, ImageErrors.meanSquared(grey, black, mask), 1e-12);
        assertEquals(0.04 * 4 / 20, ImageErrors.meanSquared(grey, black), 1e-12);
        assertEquals(20, ImageErrors.peakSignalToNoise(0.01), 1e-12);
        assertEquals(51, mask.fill(grey, grey).pixels()[0]);
        assertEquals(0, Arrays.compare(grey.pixels(), mask.fill(black, grey).pixels()));
    }
}
