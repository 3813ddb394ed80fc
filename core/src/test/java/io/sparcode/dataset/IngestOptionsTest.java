package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IngestOptionsTest {
    private final IngestFixture ingest = IngestFixture.of(Path.of("in"), Path.of("lake/out"));

    private static void assertRefused(String message, Executable making) {
        String actual = assertThrows(IllegalArgumentException.class, making).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    @Test
    void quarantineLiesBesideTheOutputUnlessItsPathIsSet() {
        assertEquals("lake/out.quarantine", ingest.options().quarantinePath());
        assertEquals("bad", ingest.quarantine("bad", 1, 1).options().quarantinePath());
    }

    @Test
    void valuesOutOfRangeAreRefusedWithTheRangeAndTheValue() {
        assertRefused(
                "shards must be at least 0, was -1", () -> ingest.shards(-1).options());
        assertRefused("image.height and image.width must both be at least 1", () -> ingest.image(28, 0, 0));
        assertRefused(
                "image.channels must be 1 to 512, or 0 for images as they are, was 513", () -> ingest.image(0, 0, 513));
        assertRefused("less than 2^31, was 50000 x 50000 x 3", () -> ingest.image(50_000, 50_000, 3));
        assertRefused(
                "split.validation-fraction must be at least 0 and less than 1, was 1.0", () -> ingest.split(1, 0, 0));
        assertRefused(
                "split.test-fraction must be at least 0 and less than 1, was NaN",
                () -> ingest.split(0, Double.NaN, 0));
        assertRefused("less than 1 together, were 0.5 and 0.5", () -> ingest.split(0.5, 0.5, 0));
        assertRefused(
                "derived.height and derived.width must be at least 1 where derived.column is given, else 0; were 0 and 14"
                        + " for 'low'",
                () -> ingest.derived("low", 0, 14));
        assertRefused("were 14 and 14 for ''", () -> ingest.derived("", 14, 14));
        assertRefused("less than 2^29, was 50000 x 50000", () -> ingest.derived("low", 50_000, 50_000));
        assertRefused(
                "derived.column must be none of id, label, split, image, factors, was Image",
                () -> ingest.derived("Image", 14, 14));
        assertRefused(
                "derived.column must be letters, digits and underscores, was image.low",
                () -> ingest.derived("image.low", 14, 14));
        assertRefused("quarantine.max-records must be at least 0, was -1", () -> ingest.quarantine("", -1, 0));
        assertRefused("quarantine.max-fraction must be 0 to 1, was 1.5", () -> ingest.quarantine("", 0, 1.5));
        assertRefused("synthetic.count must be at least 1, was 0", () -> ingest.synthetic(0, 0));
        assertRefused(
                "input must be given, was empty",
                () -> IngestFixture.of(" ", Path.of("out")).options());
    }

    @Test
    void formatsAreKnownByTheirNames() {
        assertEquals(InputFormat.CIFAR10, InputFormat.of("cifar10"));
        assertRefused(
                "format must be one of auto, idx, cifar10, cifar100, images, parquet, numpy, hdf5, tar, synthetic, was"
                        + " 'tfrecord'",
                () -> InputFormat.of("tfrecord"));
    }
}
