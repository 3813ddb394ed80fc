package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegDecoderTest {
    private static final byte[] COLOUR =
            EncodedFixture.encode(EncodedFixture.picture(16, 8, BufferedImage.TYPE_3BYTE_BGR), "jpg");

    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(1_000_000));

    private static byte[] withSegment(int marker, byte[] contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(COLOUR, 0, 2);
        int length = contents.length + 2;
        out.writeBytes(PngFixture.bytes(0xff, marker, length >> 8, length));
        out.writeBytes(contents);
        out.write(COLOUR, 2, COLOUR.length - 2);
        return out.toByteArray();
    }

    private static byte[] withFrame(int marker, int bits, int components) {
        byte[] jpeg = COLOUR.clone();
        for (int i = 2; ; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
                jpeg[i + 1] = (byte) marker;
                jpeg[i + 4] = (byte) bits;
                jpeg[i + 9] = (byte) components;
                return jpeg;
            }
        }
    }

    private String refusal(byte[] jpeg) {
        return assertThrows(UnreadableImageException.class, () -> decoder.decode(jpeg))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "0xc3, 8, 3, 'JPEG is lossless, which is not read'",
        "0xcb, 8, 3, 'JPEG is lossless, which is not read'",
        "0xc9, 8, 3, 'JPEG is with arithmetic coding, which is not read'",
        "0xca, 8, 3, 'JPEG is with arithmetic coding, which is not read'",
        "0xc5, 8, 3, 'JPEG is hierarchical, which is not read'",
        "0xc1, 12, 3, 'JPEG has values of 12 bits, those of 8 are read'",
        "0xc0, 8, 2, 'JPEG has 2 components, 1, 3 and 4 are read'"
    })
    void processThatIsNotReadIsNamed(String marker, int bits, int components, String reason) {
        assertEquals(reason, refusal(withFrame(Integer.decode(marker), bits, components)));
    }

    @Test
    void damagedSegmentsAreNamed() {
        assertEquals(
                "JPEG is cut off or damaged: segment e0 at byte 2 claims 16 bytes, 6 are left",
                refusal(Arrays.copyOf(COLOUR, 10)));
        byte[] twice = Arrays.copyOf(Arrays.copyOf(COLOUR, 20), 30);
        twice[20] = (byte) 0xff;
        twice[21] = (byte) 0xd9;
        assertEquals("JPEG is damaged: it ends before its pixels, at byte 20", refusal(twice));
    }

    @Test
    void profileThatIsDamagedOrOfOtherColoursIsRefusedOnlyWhereItIsApplied() throws Exception {
        byte[] header = "ICC_PROFILE\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] contents = Arrays.copyOf(header, 14 + 200);
        contents[12] = 1;
        contents[13] = 1;
        byte[] jpeg = withSegment(0xe2, contents);
        ImageDecoder toSrgb = new ImageDecoder(
                new DecodingOptions(1_000_000, ColorProfile.SRGB, Orientation.UPRIGHT, PixelValues.BYTES));

        assertArrayEquals(decoder.decode(COLOUR).pixels(), decoder.decode(jpeg).pixels());
        String reason = assertThrows(UnreadableImageException.class, () -> toSrgb.decode(jpeg))
                .getMessage();
        assertTrue(
                reason.matches("JPEG has a damaged colour profile \\(.*\\);"
                        + " ingest.image.color-profile = ignore reads the stored values"),
                reason);
        contents[13] = 2;
        byte[] half = withSegment(0xe2, contents);
        assertEquals(
                "JPEG's colour profile is damaged: it lies in 1 parts, one of which is number 1 of 2;"
                        + " ingest.image.color-profile = ignore reads the stored values",
                assertThrows(UnreadableImageException.class, () -> toSrgb.decode(half))
                        .getMessage());
    }

    @Test
    void turnedImageSaysSo() throws Exception {
        byte[] exif = new byte[6 + 8 + 2 + 12 + 4];
        byte[] begin = "Exif\0\0MM\0*".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        System.arraycopy(begin, 0, exif, 0, begin.length);
        System.arraycopy(PngFixture.bytes(0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6), 0, exif, 10, 16);
        byte[] jpeg = withSegment(0xe1, exif);
        ImageDecoder stored = new ImageDecoder(
                new DecodingOptions(1_000_000, ColorProfile.IGNORE, Orientation.STORED, PixelValues.BYTES));

        DecodedImage upright = decoder.read(jpeg);

        assertEquals(new ImageShape(16, 8, 3), upright.image().shape());
        assertTrue(upright.turned());
        assertEquals(new ImageShape(8, 16, 3), stored.read(jpeg).image().shape());
        assertFalse(stored.read(jpeg).turned());
        assertFalse(decoder.read(COLOUR).turned());
    }
}
