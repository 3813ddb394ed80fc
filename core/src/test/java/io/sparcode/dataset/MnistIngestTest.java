package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.image.ImageShape;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfEnvironmentVariable(named = "MNIST_DIR", matches = ".+", disabledReason = "MNIST_DIR is not set")
class MnistIngestTest {
    @TempDir
    Path folder;

    @Test
    void publishedDigitsHaveThePublishedMeanAndDeviation() throws Exception {
        DatasetSummary summary = IngestFixture.of(Path.of(System.getenv("MNIST_DIR")), folder.resolve("out"))
                .split(0, 0, 0)
                .shards(0)
                .run();

        assertEquals(Map.of("train", 60_000L, "test", 10_000L), summary.splits());
        assertEquals(new ImageShape(28, 28, 1), summary.shape());
        assertEquals(6_903, summary.labels().get(0));
        assertEquals(0.1307, summary.mean(), 5e-4);
        assertEquals(0.3081, summary.std(), 5e-4);
    }
}
