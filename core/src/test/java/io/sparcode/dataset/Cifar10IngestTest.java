package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.CifarRecord;
import io.sparcode.image.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class Cifar10IngestTest {
    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    @Test
    void batchesAreToTrainAndTheTestBatchIsToTest() throws Exception {
        InputFixture.write(folder.resolve("in/data_batch_1.bin"), InputFixture.cifar(20));
        InputFixture.write(folder.resolve("in/data_batch_2.bin.gz"), InputFixture.gzip(InputFixture.cifar(10)));
        InputFixture.write(folder.resolve("in/test_batch.bin"), InputFixture.cifar(5));
        InputFixture.write(folder.resolve("in/readme.html"), "<html/>".getBytes());

        DatasetSummary summary = ingest("in").split(0, 0.5, 0).run();

        assertEquals(Map.of("train", 30L, "test", 5L), summary.splits());
        assertEquals(new ImageShape(32, 32, 3), summary.shape());
        assertEquals("truck", summary.labelNames().get(9));
        Row row = ingest("in").frame().filter("id = 'data_batch_2.bin#0000007'").first();
        assertEquals(7, row.<Integer>getAs(ImageRows.LABEL));
        byte[] record = Arrays.copyOfRange(InputFixture.cifar(8), 7 * 3073, 8 * 3073);
        assertArrayEquals(
                CifarRecord.image(record).pixels(),
                ImageRows.toImage(row.getAs(ImageRows.IMAGE)).pixels());
    }

    @Test
    void oneLargeFileIsReadBySeveralTasks() throws IOException {
        InputFixture.write(folder.resolve("in/data_batch_1.bin"), InputFixture.cifar(11_000));
        IngestOptions options = ingest("in/data_batch_1.bin").options();

        Dataset<Row> read =
                Sources.open(TestSpark.session(), options).read(TestSpark.session(), new TargetFit(options.image()));

        assertEquals(2, read.rdd().getNumPartitions());
        assertEquals(11_000, read.select(ImageRows.ID).distinct().count());
    }

    @Test
    void recordWithALabelOutOfRangeGoesToQuarantine() throws IOException {
        byte[] content = InputFixture.cifar(4);
        content[2 * CifarRecord.RECORD_BYTES] = 77;
        InputFixture.write(folder.resolve("in/data_batch_1.bin"), content);

        assertEquals(3, ingest("in").run().records());

        List<Row> bad = ingest("in").quarantined();
        assertEquals(1, bad.size());
        assertEquals("data_batch_1.bin#0000002", bad.get(0).getAs("id"));
        assertTrue(bad.get(0).<String>getAs("reason").contains("was 77"), bad.toString());
    }

    @Test
    void sizeThatIsNoMultipleOfARecordIsRefused() {
        InputFixture.write(folder.resolve("in/data_batch_1.bin"), InputFixture.cut(InputFixture.cifar(2), 1));

        String message =
                assertThrows(BadDataException.class, () -> ingest("in").run()).getMessage();

        assertTrue(message.contains("data_batch_1.bin is 6145 bytes long"), message);
        assertTrue(message.contains("3073"), message);
        assertTrue(message.contains("ingest.format says what an input is made of"), message);
    }

    @Test
    void oneBatchPackedAndUnpackedIsRefusedRatherThanReadTwice() {
        InputFixture.write(folder.resolve("in/data_batch_1.bin"), InputFixture.cifar(2));
        InputFixture.write(folder.resolve("in/data_batch_1.bin.gz"), InputFixture.gzip(InputFixture.cifar(2)));

        String message =
                assertThrows(BadDataException.class, () -> ingest("in").run()).getMessage();

        assertTrue(message.contains("have the same name but for .gz"), message);
    }

    @Test
    void packedFileThatEndsWithinARecordIsRefused() {
        byte[] content = InputFixture.gzip(InputFixture.cut(InputFixture.cifar(2), 1));
        InputFixture.write(folder.resolve("in/data_batch_1.bin.gz"), content);

        String message =
                assertThrows(BadDataException.class, () -> ingest("in").run()).getMessage();

        assertTrue(message.contains("ends 3072 bytes into record 1 of 3073 bytes"), message);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "CIFAR10_DIR", matches = ".+", disabledReason = "CIFAR10_DIR is not set")
    void publishedImagesAreRead() throws IOException {
        DatasetSummary summary = IngestFixture.of(Path.of(System.getenv("CIFAR10_DIR")), folder.resolve("out"))
                .run();

        assertEquals(0, summary.records() % 1_000);
        assertEquals(0, summary.quarantined());
        assertEquals(10, summary.labels().size());
        // Over all of CIFAR-10's channels; published per channel as 0.4914, 0.4822, 0.4465 and 0.247, 0.243, 0.262.
        assertEquals(0.473, summary.mean(), 0.01);
        assertEquals(0.251, summary.std(), 0.01);
    }
}
