package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.image.UnreadableImageException;
import org.junit.jupiter.api.Test;

class ImageFileTest {
    @Test
    void lengthsOfTheLargestImagesThereMayBeAreAllowed() {
        long maxPixels = 100_000_000;
        long bandsOfFloats = 5_000L * 5_000 * 12 * Float.BYTES;

        assertDoesNotThrow(() -> ImageFile.checkLength(bandsOfFloats + 1_000, maxPixels));
        assertDoesNotThrow(() -> ImageFile.checkLength(4 * Double.BYTES * 1_000, 1_000));
    }

    @Test
    void longerFilesThanAnImageCanHaveAreRefused() {
        String message = assertThrows(
                        UnreadableImageException.class, () -> ImageFile.checkLength((16 << 20) + 32_001, 1_000))
                .getMessage();

        assertEquals(
                "the file has 16809217 bytes, more than the 16809216 that an image of ingest.image.max-pixels can have",
                message);
        assertThrows(UnreadableImageException.class, () -> ImageFile.checkLength(Integer.MAX_VALUE, 1L << 30));
    }
}
