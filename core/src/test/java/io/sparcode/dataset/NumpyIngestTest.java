package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyIngestTest {
    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    private Dataset<Row> read(String input) throws IOException {
        return ingest(input).read();
    }

    private String refusal(String input) {
        return assertThrows(BadDataException.class, () -> read(input).collectAsList())
                .getMessage();
    }

    private String refusalInTask(String input) {
        return assertThrows(BadDataException.class, () -> ingest(input).run()).getMessage();
    }

    @Test
    void archiveOfTrainAndTestIsReadWithLabelsAndSplits() throws Exception {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("x_test", ArrayFixture.images(10, 3, 2));
        arrays.put("stored:x_train", ArrayFixture.images(40, 3, 2));
        arrays.put("y_train", ArrayFixture.labels(40));
        arrays.put("stored:y_test", ArrayFixture.labels(10));
        InputFixture.write(folder.resolve("in/mnist.npz"), ArrayFixture.npz(arrays));
        InputFixture.write(folder.resolve("in/readme.txt"), "what this is".getBytes());

        DatasetSummary summary = ingest("in").split(0, 0.5, 0).run();

        assertEquals(Map.of("train", 40L, "test", 10L), summary.splits());
        assertEquals(new ImageShape(3, 2, 1), summary.shape());
        assertEquals(0, summary.unlabelled());
        Row row =
                ingest("in").frame().filter("id = 'mnist.npz/x_train#0000023'").first();
        assertEquals(3, row.<Integer>getAs(ImageRows.LABEL));
        assertArrayEquals(
                InputFixture.pixels(23, 6),
                ImageRows.toImage(row.getAs(ImageRows.IMAGE)).pixels());
    }

    @Test
    void arraysInEveryOrderAreTheSameImages() throws Exception {
        // Image i, row y, column x has 10 i + 3 y + x.
        ByteBuffer fortran = ByteBuffer.allocate(2 * 20).order(ByteOrder.BIG_ENDIAN);
        ByteBuffer plain = ByteBuffer.allocate(2 * 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                for (int i = 0; i < 5; i++) {
                    fortran.putShort((short) (10 * i + 3 * y + x << 8));
                    plain.putShort(2 * (4 * i + 2 * y + x), (short) (10 * i + 3 * y + x << 8));
                }
            }
        }
        InputFixture.write(folder.resolve("in/a.npy"), ArrayFixture.npy(">u2", true, fortran.array(), 5, 2, 2));
        InputFixture.write(folder.resolve("in/b.npy"), ArrayFixture.npy("<u2", false, plain.array(), 5, 2, 2));
        InputFixture.write(
                folder.resolve("in/c.npz"),
                ArrayFixture.npz(Map.of("stored:arr_0", ArrayFixture.npy(">u2", true, fortran.array(), 5, 2, 2))));
        InputFixture.write(
                folder.resolve("in/d.npy.gz"),
                InputFixture.gzip(ArrayFixture.npy("<u2", false, plain.array(), 5, 2, 2)));

        List<Row> rows = read("in").collectAsList();

        assertEquals(20, rows.size());
        assertEquals("c.npz/arr_0#0000000", rows.get(10).getAs(ImageRows.ID));
        assertEquals("d.npy#0000004", rows.get(19).getAs(ImageRows.ID));
        for (int i = 0; i < 20; i++) {
            byte first = (byte) (10 * (i % 5));
            assertArrayEquals(
                    new byte[] {first, (byte) (first + 1), (byte) (first + 3), (byte) (first + 4)},
                    rows.get(i).<byte[]>getAs(ReadRows.PIXELS));
        }
    }

    @Test
    void largeArrayIsReadBySeveralTasksWithTheLabelsBesideIt() throws IOException {
        InputFixture.write(folder.resolve("in/digits.npy"), ArrayFixture.images(40_000, 3, 2));
        InputFixture.write(folder.resolve("in/digits_labels.npy"), ArrayFixture.labels(40_000));

        Dataset<Row> read = read("in");
        IngestOptions options = ingest("in").options();

        assertEquals(
                3,
                Sources.open(TestSpark.session(), options)
                        .read(TestSpark.session(), new TargetFit(options.image()))
                        .rdd()
                        .getNumPartitions());
        List<Row> rows = read.collectAsList();
        for (int i : new int[] {0, 16_383, 16_384, 39_999}) {
            assertEquals(i % 10, rows.get(i).<Integer>getAs(ImageRows.LABEL));
            assertArrayEquals(InputFixture.pixels(i, 6), rows.get(i).<byte[]>getAs(ReadRows.PIXELS));
        }
    }

    @Test
    void badNumbersGoToQuarantineWithTheReason() throws IOException {
        ByteBuffer pixels = ByteBuffer.allocate(4 * 4 * 6).order(ByteOrder.LITTLE_ENDIAN);
        pixels.putFloat(4 * 7, 255);
        ByteBuffer labels = ByteBuffer.allocate(8 * 4).order(ByteOrder.LITTLE_ENDIAN);
        labels.putLong(8 * 2, 1L << 40);
        InputFixture.write(folder.resolve("in/x.npy"), ArrayFixture.npy("<f4", false, pixels.array(), 4, 3, 2));
        InputFixture.write(folder.resolve("in/y.npy"), ArrayFixture.npy("<i8", false, labels.array(), 4));

        List<Row> rows = read("in").collectAsList();

        assertTrue(rows.get(1).<String>getAs(ReadRows.REASON).contains("a pixel is 255.0, float32 must be on [0, 1]"));
        assertTrue(rows.get(2).<String>getAs(ReadRows.REASON).contains("the label is 1099511627776"));
        assertEquals(0, rows.get(3).<Integer>getAs(ImageRows.LABEL));
    }

    @Test
    void arraysThatAreNoImagesAreRefusedWithTheFile() {
        InputFixture.write(folder.resolve("in/x.npy"), ArrayFixture.npy("|u1", false, new byte[784], 1, 784));
        InputFixture.write(folder.resolve("objects/images.npy"), ArrayFixture.npy("|O", false, new byte[64], 2, 2, 2));
        InputFixture.write(folder.resolve("large/x.npy"), ArrayFixture.images(1, 1001, 1000));

        assertTrue(refusal("in").contains("x.npy: its shape is [1, 784], rows of numbers and not images"));
        assertTrue(refusal("objects").contains("images.npy is an array of pickled objects (|O), which is not read"));
        assertTrue(refusal("large").contains("more pixels than the 1000000 of ingest.image.max-pixels"));
    }

    @Test
    void damagedFilesAreRefusedWithTheFile() {
        byte[] images = ArrayFixture.images(5, 3, 2);
        byte[] archive = ArrayFixture.npz(Map.of("x", ArrayFixture.images(500, 3, 2)));
        byte[] flipped = archive.clone();
        // In the archive's directory, where it keeps the checksum.
        int directory = archive.length - 22 - 46 - "x.npy".length();
        flipped[directory + 16] ^= 1;
        InputFixture.write(folder.resolve("short/x.npy"), InputFixture.cut(images, 1));
        InputFixture.write(folder.resolve("header/x.npy"), InputFixture.cut(images, images.length - 20));
        InputFixture.write(folder.resolve("cut/x.npz"), InputFixture.cut(archive, 100));
        InputFixture.write(folder.resolve("flipped/x.npz"), flipped);
        InputFixture.write(
                folder.resolve("packed/x.npz"),
                ArrayFixture.npz(Map.of("x", ArrayFixture.npy("|u1", true, new byte[30], 5, 3, 2))));

        assertTrue(refusal("short").contains("x.npy is 157 bytes long, but its header says 5 records of 6 bytes"));
        assertTrue(refusal("header").contains("x.npy: the header is cut off"));
        assertTrue(refusal("cut").contains("x.npz is a damaged or cut off archive"));
        assertTrue(refusalInTask("flipped").contains("x.npz/x is broken: its bytes have another checksum"));
        assertTrue(refusal("packed").contains("is packed and in Fortran's order"));
    }

    @Test
    void oneArrayPackedAndUnpackedIsRefusedRatherThanReadTwice() throws IOException {
        byte[] images = ArrayFixture.images(2, 3, 2);
        InputFixture.write(folder.resolve("in/images.npy"), images);
        InputFixture.write(folder.resolve("in/images.npy.gz"), InputFixture.gzip(images));
        InputFixture.write(folder.resolve("other/images.npy"), images);
        InputFixture.write(folder.resolve("other/masks.npy"), ArrayFixture.labels(3));
        InputFixture.write(folder.resolve("other/masks.npy.gz"), InputFixture.gzip(ArrayFixture.labels(3)));

        assertTrue(
                refusal("in").contains("images.npy.gz have the same name but for .gz or .tgz; remove one"),
                refusal("in"));
        assertEquals(2, read("other").count(), "copies of what is not read are no harm");
    }

    @Test
    void zipOfImagesIsRefusedWithTheAdviceToUnpackIt() {
        byte[] zip = ArrayFixture.npz(Map.of("a", new byte[5]));
        InputFixture.write(
                folder.resolve("in/photos.zip"),
                new String(zip, StandardCharsets.ISO_8859_1)
                        .replace("a.npy", "a.png")
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertTrue(refusal("in").contains("photos.zip is a zip archive, which is not read"), refusal("in"));
    }
}
