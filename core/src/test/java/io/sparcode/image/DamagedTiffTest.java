package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of TIFF files that are damaged, claim too much, or are of a kind that is not read. */
class DamagedTiffTest {
    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(1_000_000));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "256 | 100000 | TIFF claims 13 x 100000 = 1300000 pixels, the limit is 1000000",
                "257 | 0 | TIFF claims an impossible size, 0 x 21",
                "257 | 26 | TIFF is damaged or cut off: it has 1 of 2 strips",
                "256 | 22 | TIFF is damaged or cut off: strip 0 has 273 of 286 bytes",
                "278 | 0 | strip of a TIFF claims an impossible size, 0 x 21",
                "278 | 5 | TIFF is damaged or cut off: it has 1 of 3 strips",
                "273 | 900000 | TIFF is damaged or cut off: strip 0 ends at byte 900273 of",
                "279 | 100 | TIFF is damaged or cut off: strip 0 has 100 of 273 bytes",
                "279 | 0 | TIFF has no pixels for strip 0",
                "277 | 600 | TIFF has 600 samples a pixel, 1 to 512 are read",
                "258 | 32 | TIFF has samples of 32 bits, integers, which are not read; convert them to 8 or 16 bits",
                "339 | 2 | TIFF has samples of 8 bits, signed integers, which are not read; convert them to 8 or 16 bits",
                "259 | 6 | TIFF compressed by old-style JPEG, which is not read; convert it to LZW or Deflate, or to PNG",
                "259 | 50000 | TIFF compressed by Zstandard, which is not read; convert it to LZW or Deflate, or to PNG",
                "259 | 77 | TIFF compressed by the unknown method 77, which is not read",
                "259 | 8 | TIFF is damaged or cut off: ",
                "262 | 8 | TIFF in CIE L*a*b*, which is not read; convert it to RGB",
                "262 | 5 | TIFF has 1 samples a pixel in inks, which is not read; convert it to RGB",
                "50706 | 1 | camera's raw image (DNG, NEF or alike), which is not read",
            })
    void fileThatCannotBeReadIsRefusedWithAReason(int tag, long value, String reason) {
        String message = refusal(TiffImageTest.bytes(1).tag(tag, value).bytes());

        assertTrue(message.startsWith(reason), message);
    }

    @Test
    void tilesThatCannotBeAreRefused() {
        assertEquals(
                "tile of a TIFF claims 100000 x 100000 = 10000000000 pixels, the limit is 1000000",
                refusal(TiffImageTest.bytes(1)
                        .tiles(100_000, 100_000)
                        .parts(new byte[100])
                        .bytes()));
        assertEquals(
                "TIFF is damaged or cut off: 100 bytes cannot hold 1000 x 1000 pixels",
                refusal(new TiffFixture(1_000, 1_000, 1, 8, (x, y, s) -> 0)
                        .compressed(TiffFixture.DEFLATE)
                        .parts(new byte[100])
                        .bytes()));
        assertEquals(
                "TIFF claims 10000 pixels of 500 samples, the limit is 4000000 values, four for each of max-pixels",
                refusal(new TiffFixture(100, 100, 500, 8, (x, y, s) -> 0)
                        .parts(new byte[100])
                        .bytes()));
    }

    @Test
    void floatsBeyondTheScaleAreRefused() {
        for (float value : new float[] {-0.5f, 1.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
            TiffFixture file = new TiffFixture(4, 4, 1, 32, (x, y, s) -> Float.floatToIntBits(value)).tag(339, 3);

            assertEquals(
                    "TIFF has a sample of " + value
                            + "; floats must be on [0, 1]: divide them by the largest possible, and fill what is missing",
                    refusal(file.bytes()));
        }
    }

    @Test
    void colourBeyondThePaletteIsRefused() {
        TiffFixture file =
                new TiffFixture(4, 4, 1, 8, (x, y, s) -> 7).tag(262, 3).tag(320, new long[12]);

        assertEquals("TIFF has a pixel of colour 7 of a palette of 4", refusal(file.bytes()));
    }

    @Test
    void fileThatIsCutOffIsRefused() {
        for (int compression :
                new int[] {TiffFixture.NONE, TiffFixture.LZW, TiffFixture.DEFLATE, TiffFixture.PACKBITS}) {
            byte[] whole =
                    TiffImageTest.bytes(3).compressed(compression).strips(4).bytes();
            for (int length = 4; length < whole.length - 250; length += 23) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertFalse(refusal(cut).isBlank());
            }
        }
    }

    @Test
    void anyDamageGivesAnImageOrAReason() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        int refused = 0;
        for (Arguments layout : TiffImageTest.layouts().toList()) {
            byte[] whole = ((TiffFixture) layout.get()[1]).bytes();
            int directory = whole.length - Math.min(whole.length, 400);
            for (int trial = 0; trial < 100; trial++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    int from = trial % 2 == 0 ? 0 : directory;
                    damaged[from + random.nextInt(whole.length - from)] = (byte) random.nextInt(256);
                }
                try {
                    assertTrue(decoder.decode(damaged).shape().size() <= 4_000_000);
                } catch (UnreadableImageException e) {
                    assertFalse(e.getMessage().isBlank() || e.getMessage().contains("\n"), e.getMessage());
                    refused++;
                }
            }
        }
        assertTrue(refused > 500, refused + " were refused");
    }

    private String refusal(byte[] encoded) {
        return assertThrows(UnreadableImageException.class, () -> decoder.decode(encoded))
                .getMessage();
    }
}
