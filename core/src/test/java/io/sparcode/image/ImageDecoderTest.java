package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(1_000_000));

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif"})
    void greyKeepsItsStoredValues(String format) throws Exception {
        byte[] encoded = EncodedFixture.encode(EncodedFixture.picture(11, 7, BufferedImage.TYPE_BYTE_GRAY), format);

        Image image = decoder.decode(encoded);

        assertEquals(new ImageShape(7, 11, 1), image.shape());
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 11; x++) {
                assertEquals(EncodedFixture.grey(x, y), image.pixels()[y * 11 + x] & 0xff);
            }
        }
    }

    @Test
    void greyJpegIsCloseToItsStoredValues() throws Exception {
        byte[] encoded = EncodedFixture.encode(EncodedFixture.picture(16, 16, BufferedImage.TYPE_BYTE_GRAY), "jpg");

        Image image = decoder.decode(encoded);

        assertEquals(new ImageShape(16, 16, 1), image.shape());
        for (int i = 0; i < 256; i++) {
            assertEquals(EncodedFixture.grey(i % 16, i / 16), image.pixels()[i] & 0xff, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp"})
    void colourComesAsBlueGreenRed(String format) throws Exception {
        byte[] encoded = EncodedFixture.encode(EncodedFixture.picture(9, 5, BufferedImage.TYPE_3BYTE_BGR), format);

        assertColours(decoder.decode(encoded), 9, 5, 3, 0);
    }

    @Test
    void colourJpegIsCloseToItsColours() throws Exception {
        byte[] encoded = EncodedFixture.encode(EncodedFixture.picture(16, 16, BufferedImage.TYPE_3BYTE_BGR), "jpg");

        assertColours(decoder.decode(encoded), 16, 16, 3, 12);
    }

    @Test
    void alphaIsTheFourthChannel() throws Exception {
        byte[] encoded = EncodedFixture.encode(EncodedFixture.picture(9, 5, BufferedImage.TYPE_4BYTE_ABGR), "png");

        assertColours(decoder.decode(encoded), 9, 5, 4, 0);
    }

    @Test
    void packedBitmapComesAsBlueGreenRed() throws Exception {
        BufferedImage image = EncodedFixture.picture(9, 5, BufferedImage.TYPE_INT_RGB);
        assertColours(decoder.decode(EncodedFixture.encode(image, "bmp")), 9, 5, 3, 0);

        BufferedImage small = EncodedFixture.picture(9, 5, BufferedImage.TYPE_USHORT_555_RGB);
        assertColours(decoder.decode(EncodedFixture.encode(small, "bmp")), 9, 5, 3, 8);
    }

    @Test
    void sixteenBitGreyKeepsTheHighByte() throws Exception {
        byte[] encoded = new PngFixture(2, 1, 16, PngFixture.GREY)
                .lines(0, 0x12, 0xff, 0xfe, 0x01)
                .end();

        Image image = decoder.decode(encoded);

        assertEquals(new ImageShape(1, 2, 1), image.shape());
        assertArrayEquals(PngFixture.bytes(0x12, 0xfe), image.pixels());
    }

    @Test
    void fourBitGreyIsSpreadOverTheWholeRange() throws Exception {
        byte[] encoded =
                new PngFixture(4, 1, 4, PngFixture.GREY).lines(0, 0x07, 0x8f).end();

        assertArrayEquals(
                PngFixture.bytes(0, 7 * 17, 8 * 17, 255),
                decoder.decode(encoded).pixels());
    }

    @Test
    void greyWithAlphaBecomesColourWithAlpha() throws Exception {
        byte[] encoded = new PngFixture(2, 1, 8, PngFixture.GREY_ALPHA)
                .lines(0, 128, 255, 7, 3)
                .end();

        Image image = decoder.decode(encoded);

        assertEquals(new ImageShape(1, 2, 4), image.shape());
        assertArrayEquals(PngFixture.bytes(128, 128, 128, 255, 7, 7, 7, 3), image.pixels());
    }

    @Test
    void paletteOfColoursBecomesColour() throws Exception {
        byte[] encoded = new PngFixture(2, 1, 8, PngFixture.PALETTE)
                .chunk("PLTE", PngFixture.bytes(1, 2, 3, 40, 50, 60))
                .lines(0, 1, 0)
                .end();

        Image image = decoder.decode(encoded);

        assertEquals(new ImageShape(1, 2, 3), image.shape());
        assertArrayEquals(PngFixture.bytes(60, 50, 40, 3, 2, 1), image.pixels());
    }

    @Test
    void paletteOfGreysBecomesGrey() throws Exception {
        byte[] encoded = new PngFixture(2, 1, 8, PngFixture.PALETTE)
                .chunk("PLTE", PngFixture.bytes(9, 9, 9, 128, 128, 128))
                .lines(0, 1, 0)
                .end();

        Image image = decoder.decode(encoded);

        assertEquals(new ImageShape(1, 2, 1), image.shape());
        assertArrayEquals(PngFixture.bytes(128, 9), image.pixels());
    }

    @Test
    void paletteWithTransparencyHasAlpha() throws Exception {
        byte[] encoded = new PngFixture(2, 1, 8, PngFixture.PALETTE)
                .chunk("PLTE", PngFixture.bytes(1, 2, 3, 40, 50, 60))
                .chunk("tRNS", PngFixture.bytes(77))
                .lines(0, 1, 0)
                .end();

        Image image = decoder.decode(encoded);

        assertEquals(new ImageShape(1, 2, 4), image.shape());
        assertArrayEquals(PngFixture.bytes(60, 50, 40, 255, 3, 2, 1, 77), image.pixels());
    }

    @Test
    void colourNamedTransparentHasAlpha() throws Exception {
        byte[] grey = new PngFixture(2, 1, 8, PngFixture.GREY)
                .chunk("tRNS", PngFixture.bytes(0, 5))
                .lines(0, 5, 6)
                .end();
        assertArrayEquals(
                PngFixture.bytes(5, 5, 5, 0, 6, 6, 6, 255), decoder.decode(grey).pixels());

        byte[] colour = new PngFixture(2, 1, 8, PngFixture.RGB)
                .chunk("tRNS", PngFixture.bytes(0, 1, 0, 2, 0, 3))
                .lines(0, 1, 2, 3, 4, 5, 6)
                .end();
        assertArrayEquals(
                PngFixture.bytes(3, 2, 1, 0, 6, 5, 4, 255),
                decoder.decode(colour).pixels());
    }

    @Test
    void gammaChangesNoValue() throws Exception {
        byte[] encoded = new PngFixture(2, 1, 8, PngFixture.GREY)
                .chunk("gAMA", PngFixture.bytes(0, 1, 0x86, 0xa0))
                .lines(0, 128, 6)
                .end();

        assertArrayEquals(PngFixture.bytes(128, 6), decoder.decode(encoded).pixels());
    }

    @Test
    void pngThatClaimsAHugeSizeIsRefusedBeforeMemoryIsTaken() {
        byte[] encoded = new PngFixture(60_000, 60_000, 8, PngFixture.RGB)
                .lines(0, 1, 2, 3)
                .end();

        assertEquals(
                "PNG claims 60000 x 60000 = 3600000000 pixels, the limit is 1000000",
                refusal(new ImageDecoder(DecodingOptions.upTo(1_000_000)), encoded));
    }

    @Test
    void imageOfJustTheLimitIsRead() throws Exception {
        byte[] encoded = EncodedFixture.encode(EncodedFixture.picture(10, 10, BufferedImage.TYPE_BYTE_GRAY), "png");

        assertEquals(
                100,
                new ImageDecoder(DecodingOptions.upTo(100))
                        .decode(encoded)
                        .shape()
                        .size());
        assertEquals(
                "PNG claims 10 x 10 = 100 pixels, the limit is 99",
                refusal(new ImageDecoder(DecodingOptions.upTo(99)), encoded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void headerOfEveryFormatIsCheckedAgainstTheLimit(String format) {
        byte[] encoded = EncodedFixture.encode(EncodedFixture.picture(10, 10, BufferedImage.TYPE_3BYTE_BGR), format);

        String reason = refusal(new ImageDecoder(DecodingOptions.upTo(99)), encoded);

        assertTrue(reason.endsWith(" claims 10 x 10 = 100 pixels, the limit is 99"), reason);
    }

    @Test
    void limitOutOfRangeIsRefused() {
        for (long limit : new long[] {0, -1, DecodingOptions.LARGEST_LIMIT + 1}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> DecodingOptions.upTo(limit));
            assertEquals("max-pixels must be 1 to 536870911, was " + limit, e.getMessage());
        }
    }

    private static void assertColours(Image image, int width, int height, int channels, int tolerance) {
        assertEquals(new ImageShape(height, width, channels), image.shape());
        for (int i = 0; i < width * height; i++) {
            int argb = EncodedFixture.argb(i % width, i / width);
            for (int c = 0; c < channels; c++) {
                assertEquals(argb >>> 8 * c & 0xff, image.pixels()[i * channels + c] & 0xff, tolerance);
            }
        }
    }

    private static String refusal(ImageDecoder decoder, byte[] encoded) {
        return assertThrows(UnreadableImageException.class, () -> decoder.decode(encoded))
                .getMessage();
    }
}
