package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    private static final int RECORDS = 600;

    @TempDir
    Path folder;

    @BeforeEach
    void labelledImages() {
        InputFixture.writeLabelledIdx(folder.resolve("in"), "train", RECORDS, "");
    }

    private IngestFixture ingest(String output) {
        return IngestFixture.of(folder.resolve("in"), folder.resolve(output));
    }

    @Test
    void anotherRunGivesTheSameRowsAndFingerprint() throws IOException {
        String first = ingest("first").run().fingerprint();
        String second = ingest("second").run().fingerprint();

        assertEquals(first, second);
        assertEquals(32, first.length());
        assertEquals(rows("first"), rows("second"));
    }

    private List<String> rows(String output) {
        return ingest(output)
                .frame()
                .selectExpr("_metadata.file_name as file", "id", "label", "split", "base64(image.data)")
                .collectAsList()
                .stream()
                .map(row -> row.toString().replaceAll("(part-\\d+)[^,]*", "$1"))
                .toList();
    }

    @Test
    void fingerprintDependsOnContentAndNotOnShards() throws IOException {
        String fingerprint = ingest("a").shards(1).run().fingerprint();

        assertEquals(fingerprint, ingest("b").shards(5).run().fingerprint());
        assertNotEquals(fingerprint, ingest("c").split(0.2, 0.1, 8).run().fingerprint(), "other splits");
        byte[] images = InputFixture.idxImages(RECORDS);
        images[images.length - 1]++;
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte"), images);
        assertNotEquals(fingerprint, ingest("d").run().fingerprint(), "another pixel");
    }

    @Test
    void inputFingerprintChangesWithTheInputsFiles() throws IOException {
        Ingest ingest = new Ingest(ingest("out").options());
        String before = ingest.inputFingerprint(TestSpark.session());

        assertEquals(before, ingest.inputFingerprint(TestSpark.session()));
        InputFixture.writeMnist(folder.resolve("in"), RECORDS, 1, "");

        assertNotEquals(before, ingest.inputFingerprint(TestSpark.session()));
    }
}
