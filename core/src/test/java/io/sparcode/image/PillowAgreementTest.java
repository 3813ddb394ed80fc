package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PillowAgreementTest {
    private static final int TRIALS = 12;

    static Stream<PillowTable.Row> files() {
        return PillowTable.rows();
    }

    @ParameterizedTest
    @MethodSource("files")
    void pixelsAreWithinTwoLevelsOfPillows(PillowTable.Row row) throws Exception {
        Image image = new ImageDecoder(row.options()).decode(row.file());

        assertEquals(row.shape(), image.shape().toString());
        for (int i = 0; i < row.pixels().length; i++) {
            assertEquals(row.pixels()[i] & 0xff, image.pixels()[i] & 0xff, 2, "value " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void halfAFileIsRefused(PillowTable.Row row) {
        // Those hold whole images before their ends.
        if (row.name().startsWith("trailing bytes") || row.name().startsWith("a second image")) {
            return;
        }
        byte[] half = Arrays.copyOf(row.file(), row.file().length / 2);

        assertThrows(UnreadableImageException.class, () -> new ImageDecoder(row.options()).decode(half));
    }

    @Test
    void damagedFilesGiveAnImageOrAReason() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        int refused = 0;
        for (PillowTable.Row row : files().toList()) {
            for (ColorProfile profile : ColorProfile.values()) {
                ImageDecoder decoder =
                        new ImageDecoder(new DecodingOptions(100_000, profile, Orientation.UPRIGHT, PixelValues.BYTES));
                for (int trial = 0; trial < TRIALS; trial++) {
                    refused += isRefused(decoder, damaged(row.file(), trial, random)) ? 1 : 0;
                }
            }
        }
        assertTrue(refused > 1_000, refused + " refused");
    }

    private static byte[] damaged(byte[] whole, int trial, SplittableRandom random) {
        byte[] damaged = whole.clone();
        int within = trial % 2 == 0 ? whole.length : Math.min(whole.length, 64);
        for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
            damaged[random.nextInt(within)] = (byte) random.nextInt(256);
        }
        return trial % 5 == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }

    private static boolean isRefused(ImageDecoder decoder, byte[] encoded) {
        try {
            ImageShape shape = decoder.decode(encoded).shape();
            assertTrue(shape.height() * shape.width() <= 100_000, shape.toString());
            return false;
        } catch (UnreadableImageException e) {
            assertTrue(!e.getMessage().isBlank() && !e.getMessage().contains("\n"), e.getMessage());
            return true;
        }
    }
}
