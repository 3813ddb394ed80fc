package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GifDecoderTest {
    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(100_000_000));

    /** Two pixels of colours 0 and 1, on a screen and in a frame of any size. */
    private static byte[] twoPixels(int width, int height) {
        return PngFixture.bytes(
                'G',
                'I',
                'F',
                '8',
                '9',
                'a',
                width,
                width >> 8,
                height,
                height >> 8,
                0x80,
                0,
                0,
                10,
                20,
                30,
                40,
                50,
                60,
                ',',
                0,
                0,
                0,
                0,
                width,
                width >> 8,
                height,
                height >> 8,
                0,
                2,
                2,
                0x44,
                0x0a,
                0,
                ';');
    }

    private String refusal(byte[] gif) {
        return assertThrows(UnreadableImageException.class, () -> decoder.decode(gif))
                .getMessage();
    }

    @Test
    void smallestGifIsRead() throws Exception {
        Image image = decoder.decode(twoPixels(2, 1));

        assertEquals(new ImageShape(1, 2, 3), image.shape());
        assertArrayEquals(PngFixture.bytes(30, 20, 10, 60, 50, 40), image.pixels());
    }

    @Test
    void gifWithTooFewPixelsIsRefused() {
        assertEquals(
                "GIF is damaged or cut off: it has too few pixels, they end in the line after pixel 0",
                refusal(twoPixels(10_000, 10_000)));
        assertEquals(
                "GIF is damaged or cut off: it has too few pixels, they end in the line after pixel 2",
                refusal(twoPixels(2, 2)));
    }

    @Test
    void gifWithoutAnImageIsRefused() {
        byte[] gif = twoPixels(2, 1);
        gif[19] = ';';
        assertEquals("GIF has no image", refusal(gif));
        gif[19] = 'x';
        assertEquals("GIF is damaged: byte 19 begins no block that GIFs have", refusal(gif));
    }

    @Test
    void longCodesAreRead() throws Exception {
        BufferedImage picture = new BufferedImage(200, 150, BufferedImage.TYPE_BYTE_GRAY);
        byte[] expected = new byte[200 * 150];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (i * 31 % 97 * (i / 300));
            picture.getRaster().setSample(i % 200, i / 200, 0, expected[i] & 0xff);
        }

        Image image = decoder.decode(EncodedFixture.encode(picture, "gif"));

        assertEquals(new ImageShape(150, 200, 1), image.shape());
        assertArrayEquals(expected, image.pixels());
    }

    @Test
    void pixelBeyondThePaletteIsRefused() {
        byte[] gif = Arrays.copyOf(twoPixels(2, 1), 35);
        // Codes of 3 bits: clear, 3, 0, end.
        gif[31] = (byte) (4 | 3 << 3);

        assertEquals("GIF has a pixel of colour 3 of a palette of 2, which is damaged", refusal(gif));
    }
}
