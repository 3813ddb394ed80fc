package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.image.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticIngestTest {
    @TempDir
    Path folder;

    private IngestFixture digits(long count, long seed) {
        return IngestFixture.of("synthetic:digits", folder.resolve("out"))
                .synthetic(count, seed)
                .overwrite();
    }

    @Test
    void digitsAreDrawnAsManyAsAskedForAndTheSameForTheSameSeed() throws IOException {
        DatasetSummary summary = digits(300, 4).run();

        assertEquals(300, summary.records());
        assertEquals(new ImageShape(28, 28, 1), summary.shape());
        assertEquals(10, summary.labels().size());
        assertEquals(summary.fingerprint(), digits(300, 4).run().fingerprint());
        assertNotEquals(summary.fingerprint(), digits(300, 5).run().fingerprint());
    }

    @Test
    void moreDigitsBeginWithTheSameOnes() throws IOException {
        List<String> few = drawn(100);

        assertEquals(few, drawn(120).subList(0, 100));
    }

    private List<String> drawn(long count) throws IOException {
        digits(count, 4).run();
        return digits(count, 4)
                .frame()
                .selectExpr("concat(id, label, split, base64(image.data))")
                .orderBy("id")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void manyDigitsAreDrawnBySeveralTasks() throws IOException {
        IngestOptions options = digits(10_000, 0).options();

        int tasks = Sources.open(TestSpark.session(), options)
                .read(TestSpark.session(), new TargetFit(options.image()))
                .getNumPartitions();

        assertEquals(3, tasks);
    }

    @Test
    void otherSyntheticInputsAreRefused() {
        String message = assertThrows(
                        BadDataException.class,
                        () -> IngestFixture.of("synthetic:cats", folder.resolve("out"))
                                .run())
                .getMessage();

        assertEquals(
                "input 'synthetic:cats' is not known; the synthetic ones are synthetic:digits and synthetic:sprites",
                message);
    }
}
