package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTableTest {
    @TempDir
    Path folder;

    @BeforeEach
    void eightGoodRecordsAndTwoBadOnes() {
        for (int i = 0; i < 8; i++) {
            InputFixture.write(folder.resolve("in/good" + i + ".png"), InputFixture.encodedGrey("png", 4, 4, i));
        }
        bad("bad1.png");
        bad("bad2.png");
    }

    private void bad(String name) {
        InputFixture.write(folder.resolve("in").resolve(name), "text".getBytes(StandardCharsets.UTF_8));
    }

    private IngestFixture ingest() {
        return IngestFixture.of(folder.resolve("in"), folder.resolve("out"));
    }

    private String refusal(IngestFixture ingest) {
        String message = assertThrows(BadDataException.class, ingest::run).getMessage();
        assertFalse(Files.exists(folder.resolve("out")), "an output was published");
        return message;
    }

    @Test
    void asManyBadRecordsAsTheLimitsAllowAreSetAside() throws IOException {
        DatasetSummary summary = ingest().quarantine("", 2, 0.2).run();

        assertEquals(8, summary.records());
        assertEquals(2, summary.quarantined());
        assertTrue(summary.quarantine().endsWith("/out.quarantine"), summary.quarantine());
    }

    @Test
    void oneMoreThanMaxRecordsFailsButTheTableIsWritten() {
        String message = refusal(ingest().quarantine("", 1, 1));

        assertTrue(
                message.startsWith("2 of 10 records could not be read, where ingest.quarantine.max-records is 1"),
                message);
        assertTrue(message.contains("bad1.png: not a PNG, JPEG, GIF, BMP, TIFF or WebP"), message);
        assertTrue(message.contains("All are listed in " + folder.resolve("out.quarantine")), message);
        assertEquals(2, ingest().quarantined().size());
    }

    @Test
    void moreThanMaxFractionFails() {
        assertTrue(refusal(ingest().quarantine("", 100, 0.19)).contains("ingest.quarantine.max-fraction 0.19"));
    }

    @Test
    void noGoodRecordAtAllFailsWhateverTheLimits() {
        for (int i = 0; i < 8; i++) {
            bad("good" + i + ".png");
        }

        String message = refusal(ingest().quarantine("", 100, 1));

        assertTrue(message.startsWith("10 of 10 records could not be read, which leaves none"), message);
    }

    @Test
    void everyRunWritesTheTableAnewAlsoWhereAllIsWell() throws IOException {
        ingest().run();
        Files.delete(folder.resolve("in/bad1.png"));
        Files.delete(folder.resolve("in/bad2.png"));

        ingest().overwrite().run();

        assertEquals(0, ingest().quarantined().size());
    }

    @Test
    void pathCanBeSet() throws IOException {
        String elsewhere = folder.resolve("elsewhere/bad").toString();

        ingest().quarantine(elsewhere, 10, 1).run();

        assertEquals(2, ingest().quarantine(elsewhere, 10, 1).quarantined().size());
        assertFalse(Files.exists(folder.resolve("out.quarantine")));
    }

    @Test
    void directoryThatIsNoQuarantineTableIsNotReplaced() throws IOException {
        Path precious = folder.resolve("precious/file");
        InputFixture.write(precious, new byte[1]);

        String message = assertThrows(
                        FileAlreadyExistsException.class,
                        () -> ingest().quarantine(precious.getParent().toString(), 10, 1)
                                .run())
                .getMessage();

        assertTrue(message.contains("precious exists and is not a quarantine table"), message);
        assertTrue(Files.exists(precious));
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
