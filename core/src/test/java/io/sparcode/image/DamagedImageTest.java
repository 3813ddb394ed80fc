package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedImageTest {
    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(1_000_000));

    @Test
    void emptyFileIsRefused() {
        assertEquals("empty: 0 bytes", refusal(new byte[0]));
    }

    @Test
    void textIsRefusedWithItsBeginning() {
        byte[] text = "This is not a picture at all".getBytes(StandardCharsets.UTF_8);

        assertEquals("not a PNG, JPEG, GIF or BMP image: begins with the text \"This is not a pi\"", refusal(text));
    }

    @Test
    void unknownBytesAreRefusedWithTheirBeginning() {
        assertEquals(
                "not a PNG, JPEG, GIF or BMP image: begins with the bytes 00 01 ff",
                refusal(PngFixture.bytes(0, 1, 255)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void fileCutOffAnywhereIsRefused(String format) {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
            byte[] whole = EncodedFixture.encode(EncodedFixture.picture(32, 24, type), format);
            // A GIF's last bytes are a block that ends the frame and a trailer, both without pixels.
            int pixelsEnd = format.equals("gif") ? whole.length - 4 : whole.length - 1;
            for (int length = 0; length <= pixelsEnd; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                String reason = refusal(cut);
                assertFalse(reason.isBlank() || reason.contains("\n"), reason);
            }
        }
    }

    @Test
    void cutOffPngSaysSo() {
        byte[] whole = EncodedFixture.encode(EncodedFixture.picture(32, 24, BufferedImage.TYPE_3BYTE_BGR), "png");

        String reason = refusal(Arrays.copyOf(whole, 60));

        assertTrue(
                reason.matches("PNG is cut off or damaged: chunk IDAT at byte 33 claims \\d+ bytes, 15 are left"),
                reason);
        assertEquals("PNG is cut off in its header, after 20 bytes", refusal(Arrays.copyOf(whole, 20)));
        assertEquals(
                "PNG is cut off after " + (whole.length - 12) + " bytes: no IEND chunk",
                refusal(Arrays.copyOf(whole, whole.length - 12)));
    }

    @Test
    void cutOffJpegSaysSo() {
        byte[] whole = EncodedFixture.encode(EncodedFixture.picture(64, 64, BufferedImage.TYPE_3BYTE_BGR), "jpg");

        String reason = refusal(Arrays.copyOf(whole, whole.length - 40));

        assertTrue(reason.startsWith("JPEG is damaged or cut off: "), reason);
    }

    @Test
    void damagedPngIsRefusedWithTheChunk() {
        byte[] png = EncodedFixture.encode(EncodedFixture.picture(32, 24, BufferedImage.TYPE_3BYTE_BGR), "png");
        png[60] ^= 1;

        assertEquals("PNG is damaged: checksum of chunk IDAT at byte 33 does not agree", refusal(png));
    }

    @Test
    void pngWithTooFewPixelsIsRefused() {
        byte[] png =
                new PngFixture(4, 4, 8, PngFixture.GREY).lines(0, 1, 2, 3, 4).end();

        String reason = refusal(png);

        assertTrue(reason.startsWith("PNG is damaged or cut off: "), reason);
    }

    @Test
    void pngWithGarbageForPixelsIsRefused() {
        byte[] garbage = new byte[200];
        Arrays.fill(garbage, (byte) 0xa5);
        byte[] png =
                new PngFixture(4, 4, 8, PngFixture.GREY).chunk("IDAT", garbage).end();

        String reason = refusal(png);

        assertTrue(reason.startsWith("PNG is damaged or cut off: "), reason);
    }

    @Test
    void pngWithoutPixelsIsRefused() {
        assertEquals("PNG has no pixels (no IDAT chunk)", refusal(new PngFixture(4, 4, 8, PngFixture.GREY).end()));
    }

    @Test
    void impossibleSizeIsRefused() {
        assertEquals(
                "PNG claims an impossible size, 0 x 4",
                refusal(new PngFixture(4, 0, 8, PngFixture.GREY).lines(0).end()));
        assertEquals(
                "PNG claims an impossible size, 4294967295 x 4294967295",
                refusal(new PngFixture(-1, -1, 8, PngFixture.GREY).lines(0).end()));
    }

    @Test
    void compressedTextIsNotUnpacked() throws Exception {
        byte[] packed = PngFixture.deflate(new int[5_000_000]);
        byte[] text = new byte[packed.length + 3];
        text[0] = 'k';
        System.arraycopy(packed, 0, text, 3, packed.length);
        byte[] png = new PngFixture(1, 1, 8, PngFixture.GREY)
                .chunk("zTXt", text)
                .lines(0, 42)
                .end();

        assertEquals(42, decoder.decode(png).pixels()[0]);
    }

    @Test
    void bitmapThatHoldsAnotherImageIsRefused() {
        byte[] bmp = EncodedFixture.encode(EncodedFixture.picture(4, 4, BufferedImage.TYPE_3BYTE_BGR), "bmp");
        bmp[30] = 5;

        assertEquals("BMP holds an embedded JPEG or PNG, which is not read", refusal(bmp));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void anyFlippedByteGivesAnImageOrAReason(String format) {
        SplittableRandom random = new SplittableRandom(20_240_501);
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
            byte[] whole = EncodedFixture.encode(EncodedFixture.picture(21, 17, type), format);
            for (int trial = 0; trial < 1_500; trial++) {
                byte[] flipped = whole.clone();
                int flips = 1 + random.nextInt(4);
                int within = trial % 2 == 0 ? whole.length : Math.min(whole.length, 64);
                for (int i = 0; i < flips; i++) {
                    flipped[random.nextInt(within)] = (byte) random.nextInt(256);
                }
                outcomes.merge(outcome(flipped), 1, Integer::sum);
            }
        }
        assertTrue(outcomes.getOrDefault("refused", 0) > 0, outcomes.toString());
    }

    private String outcome(byte[] encoded) {
        try {
            Image image = decoder.decode(encoded);
            assertTrue(image.shape().height() * image.shape().width() <= 1_000_000);
            return "read";
        } catch (UnreadableImageException e) {
            assertFalse(e.getMessage().isBlank() || e.getMessage().contains("\n"), e.getMessage());
            return "refused";
        }
    }

    private String refusal(byte[] encoded) {
        return assertThrows(UnreadableImageException.class, () -> decoder.decode(encoded))
                .getMessage();
    }
}
