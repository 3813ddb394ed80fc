package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxIngestTest {
    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    private String refusal(String input) {
        String message =
                assertThrows(BadDataException.class, () -> ingest(input).run()).getMessage();
        assertFalse(Files.exists(folder.resolve("out")), "an output was published");
        return message;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void theFourFilesOfMnistAreReadAsTheyCome(String ending) throws Exception {
        InputFixture.writeMnist(folder.resolve("in"), 40, 10, ending);

        List<Row> rows = ingest("in").rows();

        assertEquals(50, rows.size());
        for (Row row : rows) {
            String[] id = row.<String>getAs(ImageRows.ID).split("#");
            int index = Integer.parseInt(id[1]);
            assertEquals(7, id[1].length());
            assertEquals(index % 10, row.<Integer>getAs(ImageRows.LABEL));
            assertArrayEquals(
                    InputFixture.idxImage(index).pixels(),
                    ImageRows.toImage(row.getAs(ImageRows.IMAGE)).pixels());
            if (id[0].equals("t10k-images-idx3-ubyte")) {
                assertEquals(ImageRows.TEST, row.getAs(ImageRows.SPLIT));
            } else {
                assertEquals("train-images-idx3-ubyte", id[0]);
                assertFalse(row.getAs(ImageRows.SPLIT).equals(ImageRows.TEST), "test has files of its own");
            }
        }
    }

    @Test
    void packedAndUnpackedFilesGiveTheSameDataset() throws IOException {
        InputFixture.writeMnist(folder.resolve("packed"), 40, 10, ".gz");
        InputFixture.writeMnist(folder.resolve("unpacked"), 40, 10, "");

        assertEquals(
                ingest("packed").run().fingerprint(),
                ingest("unpacked").overwrite().run().fingerprint());
    }

    @Test
    void theSummarySaysWhatIsInIt() throws IOException {
        InputFixture.writeMnist(folder.resolve("in"), 40, 10, "");

        DatasetSummary summary = ingest("in").split(0, 0.5, 0).run();

        assertEquals(50, summary.records());
        assertEquals(Map.of("train", 40L, "test", 10L), summary.splits());
        assertEquals(0, summary.recordsIn("validation"));
        assertEquals(5, summary.labels().get(3));
        assertEquals(0, summary.unlabelled());
        assertEquals(new ImageShape(3, 2, 1), summary.shape());
        assertEquals(0, summary.quarantined());
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 40; i++) {
            for (byte pixel : InputFixture.pixels(i, 6)) {
                sum += (pixel & 0xff) / 255.0;
                squares += Math.pow((pixel & 0xff) / 255.0, 2);
            }
        }
        double mean = sum / 240;
        assertEquals(mean, summary.mean(), 1e-12);
        assertEquals(Math.sqrt(squares / 240 - mean * mean), summary.std(), 1e-12);
    }

    @Test
    void labelsAreFoundBesideAGlobThatNamesImagesAlone() throws IOException {
        InputFixture.writeMnist(folder.resolve("in"), 40, 10, ".gz");

        DatasetSummary summary = ingest("in/train-images*").run();

        assertEquals(40, summary.records());
        assertEquals(0, summary.unlabelled());
    }

    @Test
    void labelsAreFoundUnderTheNameWithADotToo() throws IOException {
        InputFixture.write(folder.resolve("in/train-images.idx3-ubyte"), InputFixture.idxImages(5));
        InputFixture.write(
                folder.resolve("in/train-labels-idx1-ubyte.gz"), InputFixture.gzip(InputFixture.idxLabels(5)));

        assertEquals(0, ingest("in").run().unlabelled());
    }

    @Test
    void oneFileOfAnyNameIsKnownByItsMagicAndHasNoLabels() throws IOException {
        InputFixture.write(folder.resolve("in/digits"), InputFixture.gzip(InputFixture.idxImages(5)));

        List<Row> rows = ingest("in/digits").rows();

        assertEquals("digits#0000000", rows.get(0).getAs(ImageRows.ID));
        assertTrue(rows.stream().allMatch(row -> row.getAs(ImageRows.LABEL) == null));
    }

    @Test
    void oneLargeUncompressedFileIsReadBySeveralTasks() throws IOException {
        int records = 40_000;
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte"), InputFixture.idxImages(records));
        InputFixture.write(folder.resolve("in/train-labels-idx1-ubyte"), InputFixture.idxLabels(records));
        IngestOptions options = ingest("in").options();

        JavaRDD<Row> read =
                Sources.open(TestSpark.session(), options).read(TestSpark.session(), new TargetFit(options.image()));

        assertEquals(3, read.getNumPartitions());
        List<Row> rows = ingest("in").read().collectAsList();
        assertEquals(records, rows.size());
        for (int i : new int[] {0, 16_383, 16_384, 39_999}) {
            assertEquals(i % 10, rows.get(i).<Integer>getAs(ImageRows.LABEL));
            assertArrayEquals(InputFixture.pixels(i, 6), rows.get(i).<byte[]>getAs(ReadRows.PIXELS));
        }
    }

    @Test
    void truncatedFileIsRefusedWithItsSizeAndTheExpectedOne() {
        InputFixture.write(
                folder.resolve("in/train-images-idx3-ubyte"), InputFixture.cut(InputFixture.idxImages(10), 7));

        String message = refusal("in");

        assertTrue(message.contains("train-images-idx3-ubyte is 69 bytes long"), message);
        assertTrue(message.contains("10 records of 6 bytes, which is 76"), message);
    }

    @Test
    void truncatedPackedFileIsRefusedAndNothingIsPublished() {
        byte[] packed = InputFixture.gzip(InputFixture.idxImages(5_000));
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte.gz"), InputFixture.cut(packed, 2_000));

        String message = refusal("in");

        assertTrue(message.contains("train-images-idx3-ubyte.gz is broken: its packed stream ends"), message);
        assertTrue(message.contains("5000 records"), message);
    }

    @Test
    void packedFileWithFewerRecordsThanItsHeaderSaysIsRefused() {
        byte[] packed = InputFixture.gzip(InputFixture.cut(InputFixture.idxImages(10), 7));
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte.gz"), packed);

        String message = refusal("in");

        assertTrue(message.contains("ends 5 bytes into record 8 of 6 bytes; its header says 10 records"), message);
    }

    @Test
    void packedFileThatGoesOnAfterItsRecordsIsRefused() {
        byte[] content = Arrays.copyOf(InputFixture.idxImages(10), 4 + 12 + 60 + 1);
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte.gz"), InputFixture.gzip(content));

        String message = refusal("in");

        assertTrue(message.contains("goes on after the 10 records of 6 bytes"), message);
    }

    @Test
    void wrongMagicIsRefusedWithTheBytesThatAreThere() {
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte"), "<html>gone</html>".getBytes());

        String message = refusal("in");

        assertTrue(
                message.contains("train-images-idx3-ubyte: not an IDX file: it begins with the bytes 3c 68"), message);
    }

    @Test
    void imagesAndLabelsOfDifferentCountsAreRefusedWithBoth() {
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte"), InputFixture.idxImages(10));
        InputFixture.write(folder.resolve("in/train-labels-idx1-ubyte"), InputFixture.idxLabels(9));

        String message = refusal("in");

        assertTrue(message.contains("train-images-idx3-ubyte has 10 images"), message);
        assertTrue(message.contains("train-labels-idx1-ubyte has 9 labels"), message);
    }

    @Test
    void imagesLargerThanTheLimitAreRefusedBeforeTheyAreRead() {
        byte[] content = InputFixture.idxImages(1);
        content[10] = 0x40;
        content[14] = 0x40;
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte.gz"), InputFixture.gzip(content));

        String message = refusal("in");

        assertTrue(message.contains("its images are 16387x16386x1, more pixels than the 1000000"), message);
    }

    @Test
    void labelsWithoutImagesAreRefused() {
        InputFixture.write(folder.resolve("in/train-labels-idx1-ubyte"), InputFixture.idxLabels(9));

        assertTrue(refusal("in").contains("has no IDX file of images, only of labels"));
    }

    @Test
    void labelsWhoseImagesAreMissingAreRefused() {
        InputFixture.writeMnist(folder.resolve("in"), 10, 10, "");
        assertTrue(folder.resolve("in/t10k-images-idx3-ubyte").toFile().delete());

        String message = refusal("in");

        assertTrue(message.contains("t10k-labels-idx1-ubyte has labels, but no file of images is beside it"), message);
    }

    @Test
    void filesPackedAndUnpackedSideBySideAreRefusedWhereTheyDiffer() {
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte"), InputFixture.idxImages(10));
        InputFixture.write(
                folder.resolve("in/train-images-idx3-ubyte.gz"), InputFixture.gzip(InputFixture.idxImages(9)));

        assertTrue(refusal("in").contains("have the same name but for .gz, and other content"));
    }

    @Test
    void copiesInFoldersOfTheirOwnAndPackedOnesAreReadOnce() throws IOException {
        Path in = folder.resolve("in");
        InputFixture.write(in.resolve("train-images.idx3-ubyte"), InputFixture.idxImages(10));
        InputFixture.write(in.resolve("train-images-idx3-ubyte/train-images-idx3-ubyte"), InputFixture.idxImages(10));
        InputFixture.write(in.resolve("train-images-idx3-ubyte.gz"), InputFixture.gzip(InputFixture.idxImages(10)));
        InputFixture.write(in.resolve("train-labels-idx1-ubyte/train-labels-idx1-ubyte"), InputFixture.idxLabels(10));
        InputFixture.write(in.resolve("t10k-images-idx3-ubyte/t10k-images-idx3-ubyte"), InputFixture.idxImages(5));
        InputFixture.write(in.resolve("t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte"), InputFixture.idxLabels(5));
        InputFixture.write(in.resolve("mnist.zip"), new byte[] {1, 2});

        DatasetSummary summary = ingest("in").run();

        assertEquals(15, summary.records());
        assertEquals(0, summary.unlabelled());
        assertEquals(5, summary.recordsIn("test"));
        assertEquals(
                List.of(
                        LeftOut.of("by name not of the format that was read, idx", List.of("mnist.zip")),
                        LeftOut.of(
                                "copies of files that are read",
                                List.of(
                                        "train-images-idx3-ubyte.gz",
                                        "train-images-idx3-ubyte/train-images-idx3-ubyte"))),
                summary.leftOut());
    }

    @Test
    void labelsOfQmnistAreTheFirstOfEightIntegers() throws IOException {
        InputFixture.write(folder.resolve("in/qmnist-test-images-idx3-ubyte"), InputFixture.idxImages(4));
        ByteBuffer labels = ByteBuffer.allocate(12 + 4 * 32);
        labels.putInt(0x0c02).putInt(4).putInt(8);
        for (int i = 0; i < 4; i++) {
            labels.putInt(12 + 32 * i, 3 + i);
        }
        InputFixture.write(folder.resolve("in/qmnist-test-labels-idx2-int"), labels.array());

        assertEquals(
                List.of(3, 4, 5, 6),
                ingest("in").rows().stream()
                        .map(row -> row.<Integer>getAs(ImageRows.LABEL))
                        .toList());
    }

    @Test
    void fileWithoutRecordsIsRefused() {
        InputFixture.write(folder.resolve("in/train-images-idx3-ubyte"), InputFixture.idxImages(0));

        assertTrue(refusal("in").endsWith("has no records"));
    }

    @Test
    void folderWithoutIdxFilesIsRefusedWhereIdxWasAskedFor() {
        InputFixture.write(folder.resolve("in/a.txt"), "a".getBytes());
        InputFixture.write(folder.resolve("in/b.txt"), "b".getBytes());

        String message = assertThrows(
                        BadDataException.class,
                        () -> ingest("in").format(InputFormat.IDX).run())
                .getMessage();

        assertTrue(message.contains("has 2 files and none of them is IDX"), message);
    }
}
