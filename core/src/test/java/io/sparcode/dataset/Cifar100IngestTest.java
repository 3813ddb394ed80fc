package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.Cifar100Record;
import io.sparcode.image.CifarRecord;
import io.sparcode.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar100IngestTest {
    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    /** Returns records; record i has coarse label i modulo 20, fine label 3 i modulo 100, and the planes of seed i. */
    private static byte[] records(int count) {
        ByteBuffer records = ByteBuffer.allocate(count * Cifar100Record.RECORD_BYTES);
        for (int i = 0; i < count; i++) {
            records.put((byte) (i % 20)).put((byte) (3 * i % 100)).put(InputFixture.pixels(i, 3072));
        }
        return records.array();
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "class " + i).collect(Collectors.joining("\n"));
    }

    @Test
    void fineLabelsAreLabelsAndCoarseOnesAreFactors() throws Exception {
        byte[] train = records(20);
        train[2 * Cifar100Record.RECORD_BYTES] = 20;
        train[3 * Cifar100Record.RECORD_BYTES + 1] = 100;
        InputFixture.write(folder.resolve("in/train.bin"), train);
        InputFixture.write(folder.resolve("in/test.bin.gz"), InputFixture.gzip(records(5)));
        InputFixture.write(folder.resolve("in/fine_label_names.txt"), names(100).getBytes());

        DatasetSummary summary = ingest("in").split(0, 0.5, 0).run();

        assertEquals(Map.of("train", 18L, "test", 5L), summary.splits());
        assertEquals(new ImageShape(32, 32, 3), summary.shape());
        assertEquals("class 99", summary.labelNames().get(99));
        Row row = ingest("in").frame().filter("id = 'train.bin#0000007'").first();
        assertEquals(21, row.<Integer>getAs(ImageRows.LABEL));
        assertEquals(7, row.getStruct(row.fieldIndex(ImageRows.FACTORS)).<Integer>getAs("coarse"));
        byte[] cifar10 = new byte[CifarRecord.RECORD_BYTES];
        System.arraycopy(InputFixture.pixels(7, 3072), 0, cifar10, 1, 3072);
        assertArrayEquals(
                CifarRecord.image(cifar10).pixels(),
                ImageRows.toImage(row.getAs(ImageRows.IMAGE)).pixels());
        List<Row> bad = ingest("in").quarantined();
        assertTrue(bad.get(0).<String>getAs("reason").contains("coarse label must be 0 to 19, was 20"), bad.toString());
        assertTrue(bad.get(1).<String>getAs("reason").contains("fine label must be 0 to 99, was 100"), bad.toString());
    }

    @Test
    void theTwoFormatsAreToldApartByLengthAndByName() {
        int both = CifarRecord.RECORD_BYTES * Cifar100Record.RECORD_BYTES;

        assertEquals(InputFormat.CIFAR100, likely("train.bin", 6 * Cifar100Record.RECORD_BYTES));
        assertEquals(InputFormat.CIFAR100, likely("other.bin", 6 * Cifar100Record.RECORD_BYTES));
        assertEquals(InputFormat.CIFAR10, likely("train.bin", 6 * CifarRecord.RECORD_BYTES));
        assertEquals(InputFormat.CIFAR100, likely("test.bin", both));
        assertEquals(InputFormat.CIFAR10, likely("data_batch_1.bin", both));
        assertEquals(InputFormat.CIFAR100, likely("train.bin.gz", 1_000));
        assertEquals(InputFormat.CIFAR10, likely("data_batch_1.bin.gz", 1_000));
    }

    private static InputFormat likely(String name, int length) {
        FileStatus file = new FileStatus(length, false, 1, 1, 1, new org.apache.hadoop.fs.Path("/in/" + name));
        if (Cifar100Source.isLikely(file)) {
            return InputFormat.CIFAR100;
        }
        return Cifar10Source.isLikely(file) ? InputFormat.CIFAR10 : InputFormat.AUTO;
    }

    @Test
    void wrongLengthsAndNamesAreRefused() {
        InputFixture.write(folder.resolve("length/train.bin"), InputFixture.cut(records(2), 1));
        InputFixture.write(folder.resolve("names/train.bin"), records(2));
        InputFixture.write(
                folder.resolve("names/fine_label_names.txt"), names(99).getBytes());

        assertTrue(refusal("length")
                .contains("train.bin is 6147 bytes long, which is not a multiple of CIFAR-100's 3074"));
        assertTrue(refusal("names").contains("fine_label_names.txt has 99 names, where CIFAR-100 has 100"));
    }

    @Test
    void oneFilePackedAndUnpackedIsRefusedRatherThanReadTwice() {
        InputFixture.write(folder.resolve("in/train.bin"), records(2));
        InputFixture.write(folder.resolve("in/train.bin.gz"), InputFixture.gzip(records(2)));

        assertTrue(
                refusal("in").contains("train.bin.gz have the same name but for .gz or .tgz; remove one"),
                refusal("in"));
    }

    private String refusal(String input) {
        return assertThrows(
                        BadDataException.class,
                        () -> Sources.open(
                                TestSpark.session(),
                                ingest(input).format(InputFormat.CIFAR100).options()))
                .getMessage();
    }
}
