package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarIngestTest {
    private static final byte[] IMAGE = InputFixture.encodedGrey("png", 3, 2, 1);

    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    private void write(String name, Object... files) {
        byte[] tar = ArrayFixture.tar(files);
        InputFixture.write(folder.resolve(name), name.endsWith("gz") ? InputFixture.gzip(tar) : tar);
    }

    /** Returns the rows by id. */
    private Map<String, Row> read(String input) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Row row : ingest(input).read().collectAsList()) {
            rows.put(row.getAs(ImageRows.ID), row);
        }
        return rows;
    }

    private String refusal(String input) {
        return assertThrows(BadDataException.class, () -> read(input)).getMessage();
    }

    private static void assertBad(Row row, String reason) {
        String is = row.getAs(ReadRows.REASON);
        assertTrue(is != null && is.contains(reason), is);
    }

    @Test
    void samplesOfSeveralShardsAreReadWithLabelsAndSplits() throws Exception {
        String longKey = "a/" + "long".repeat(40) + "/3";
        write(
                "in/train-000.tar",
                "0001.png",
                IMAGE,
                "0001.cls",
                "7\n",
                "0002.json",
                "{\"label\": 5}",
                "0002.png",
                IMAGE);
        write(
                "in/train-001.tar.gz",
                "./0001.png",
                IMAGE,
                "./0001.cls",
                "3",
                longKey + ".png",
                IMAGE,
                longKey + ".cls",
                "4");
        write("in/test-000.tgz", "0001.PNG", IMAGE, "0001.txt", "a caption", "0001.seg.png", IMAGE, "0001.cls", "5");

        DatasetSummary summary = ingest("in").split(0, 0.5, 0).run();
        Map<String, Integer> labels = new LinkedHashMap<>();
        for (Row row : ingest("in").frame().orderBy(ImageRows.ID).collectAsList()) {
            labels.put(row.getAs(ImageRows.ID), row.getAs(ImageRows.LABEL));
        }

        assertEquals(
                Map.of(
                        "test-000.tar/0001",
                        5,
                        "train-000.tar/0001",
                        7,
                        "train-000.tar/0002",
                        5,
                        "train-001.tar/0001",
                        3,
                        "train-001.tar/" + longKey,
                        4),
                labels);
        assertEquals(Map.of("train", 4L, "test", 1L), summary.splits());
        assertEquals(0, summary.quarantined());
        assertTrue(summary.labelNames().isEmpty());
    }

    @Test
    void oddSamplesGoToQuarantineWithTheReason() throws IOException {
        write(
                "in/a.tar",
                "good.png",
                IMAGE,
                "good.cls",
                "cat",
                "dog.cls",
                "dog",
                "dog.png",
                IMAGE,
                "none.cls",
                "cat",
                "two.jpg",
                IMAGE,
                "two.png",
                IMAGE,
                "cut.png",
                InputFixture.cut(IMAGE, 30),
                "empty.png",
                IMAGE,
                "empty.cls",
                " ",
                "json.png",
                IMAGE,
                "json.json",
                "{\"cls\": 1.5}",
                "broken.png",
                IMAGE,
                "broken.json",
                "{",
                "good.txt",
                "again",
                ".hidden.png",
                IMAGE,
                "__MACOSX/x.png",
                IMAGE,
                "unlabelled.png",
                IMAGE);

        Map<String, Row> rows = read("in");

        assertEquals(10, rows.size() + 1, "good.txt repeats an id");
        assertEquals(1, rows.get("a.tar/dog").<Integer>getAs(ImageRows.LABEL));
        assertNull(rows.get("a.tar/unlabelled").getAs(ImageRows.LABEL));
        assertNull(rows.get("a.tar/unlabelled").getAs(ReadRows.REASON));
        assertBad(rows.get("a.tar/none"), "it has no image");
        assertBad(rows.get("a.tar/two"), "it has two images, .jpg and .png");
        assertBad(rows.get("a.tar/cut"), "PNG is cut off");
        assertBad(rows.get("a.tar/empty"), "its .cls is empty");
        assertBad(rows.get("a.tar/json"), "the field cls of its .json is 1.5");
        assertBad(rows.get("a.tar/broken"), "its .json cannot be read");
    }

    @Test
    void labelsThatAreLinksOrTooLongPutTheirSamplesInQuarantine() throws IOException {
        String text = " ".repeat((1 << 20) - 1);
        write(
                "in/a.tar",
                "1.png",
                IMAGE,
                "1.cls",
                "7" + text,
                "2.png",
                IMAGE,
                "link:2.cls",
                "1.cls",
                "3.png",
                IMAGE,
                "symlink:3.json",
                "1.json",
                "4.png",
                IMAGE,
                "4.cls",
                "8 " + text,
                "5.png",
                IMAGE,
                "5.json",
                "{\"cls\": 8} " + text);

        Map<String, Row> rows = read("in");

        assertEquals(7, rows.get("a.tar/1").<Integer>getAs(ImageRows.LABEL));
        assertBad(rows.get("a.tar/2"), "2.cls is a link or a sparse file in the archive");
        assertBad(rows.get("a.tar/3"), "3.json is a link or a sparse file in the archive");
        assertBad(rows.get("a.tar/4"), "its .cls is 1048577 bytes long, where a label's file has at most 1048576");
        assertBad(rows.get("a.tar/5"), "its .json is 1048586 bytes long");
    }

    @Test
    void nameThatComesTwiceIsReadOnce() throws IOException {
        write("in/a.tar", "1.png", IMAGE, "1.cls", "1", "2.png", IMAGE, "2.cls", "2", "1.png", IMAGE, "1.cls", "3");

        DatasetSummary summary = ingest("in").run();

        assertEquals(2, summary.records());
        assertEquals(1, summary.quarantined());
        Row bad = ingest("in").quarantined().get(0);
        assertEquals("a.tar/1", bad.getAs("id"));
        assertTrue(bad.<String>getAs("reason").contains("the archive has this name twice"));
    }

    @Test
    void archiveOfFoldersIsReadAsFoldersAre() throws IOException {
        write(
                "in/pets.tar",
                "pets/train/cat/1.a.png",
                IMAGE,
                "pets/train/cat/1.b.png",
                IMAGE,
                "pets/train/dog/1.png",
                IMAGE,
                "pets/test/dog/1.png",
                IMAGE,
                "pets/test/cat/1.png",
                IMAGE,
                "pets/readme.md",
                "about");
        IngestOptions options = ingest("in").options();
        Source source = Sources.open(TestSpark.session(), options);

        Map<String, Row> rows = read("in");

        assertEquals(List.of("cat", "dog"), source.labelNames());
        assertTrue(source.hasSplits());
        assertEquals(1, source.leftOut().get(0).files());
        assertEquals(5, rows.size());
        Row row = rows.get("pets.tar/pets/test/dog/1.png");
        assertEquals(1, row.<Integer>getAs(ImageRows.LABEL));
        assertEquals("test", row.getAs(ImageRows.SPLIT));
        assertNull(rows.get("pets.tar/pets/train/cat/1.b.png").getAs(ImageRows.SPLIT));
    }

    /** Writes samples with the numbers from a first one as labels; all images but one are broken, so as to be short. */
    private void writeNumbered(String name, int first, int count) {
        Object[] files = new Object[4 * count];
        for (int i = 0; i < count; i++) {
            files[4 * i] = first + i + ".png";
            files[4 * i + 1] = i < count - 1 ? "broken" : IMAGE;
            files[4 * i + 2] = first + i + ".cls";
            files[4 * i + 3] = first + i + "\n";
        }
        write(name, files);
    }

    @Test
    void numbersStayLabelsHoweverManyThereAre() throws IOException {
        writeNumbered("in/a.tar", 0, ImageRows.MAX_LABELS / 2 + 1);
        writeNumbered("in/b.tar", ImageRows.MAX_LABELS / 2, ImageRows.MAX_LABELS + 10);
        write("in/c.tar", "1.png", IMAGE, "2.png", IMAGE, "2.cls", "" + Integer.MAX_VALUE);

        Map<String, Row> rows = read("in");

        assertEquals(5_000, rows.get("a.tar/5000").<Integer>getAs(ImageRows.LABEL));
        assertEquals(15_009, rows.get("b.tar/15009").<Integer>getAs(ImageRows.LABEL));
        assertNull(rows.get("c.tar/1").getAs(ImageRows.LABEL));
        assertEquals(Integer.MAX_VALUE, rows.get("c.tar/2").<Integer>getAs(ImageRows.LABEL));
        Source source = Sources.open(TestSpark.session(), ingest("in").options());
        assertTrue(
                source.notes().get(0).contains("labels are more than 10000 numbers"),
                source.notes().toString());
        assertTrue(source.labelNames().isEmpty());
    }

    @Test
    void moreNamesThanAreCountedAreRefusedRatherThanLost() {
        writeNumbered("in/a.tar", 0, ImageRows.MAX_LABELS);
        for (String label : List.of("cat", "007", "2147483648")) {
            write("in/b.tar", "1.png", IMAGE, "1.cls", label);

            String message = refusal("in");

            assertTrue(message.contains("it has more than 10000 different labels, one of which is '" + label), message);
        }
    }

    @Test
    void folderOfTrainWithinAnArchiveNamedTestStaysTraining() throws Exception {
        write("in/cats-train-test.tar", "train/cat/1.png", IMAGE, "train/dog/1.png", IMAGE, "test/cat/1.png", IMAGE);
        write("alone/test.tar", "train/cat/1.png", IMAGE, "train/dog/1.png", IMAGE);
        write("plain/test.tar", "cat/1.png", IMAGE, "dog/1.png", IMAGE);
        write("plain/train.tar", "cat/2.png", IMAGE, "dog/2.png", IMAGE);

        Map<String, Row> rows = read("in");

        assertNull(rows.get("cats-train-test.tar/train/cat/1.png").getAs(ImageRows.SPLIT));
        assertNull(rows.get("cats-train-test.tar/train/dog/1.png").getAs(ImageRows.SPLIT));
        assertEquals("test", rows.get("cats-train-test.tar/test/cat/1.png").getAs(ImageRows.SPLIT));
        assertNull(read("alone").get("test.tar/train/cat/1.png").getAs(ImageRows.SPLIT));
        assertFalse(Sources.open(TestSpark.session(), ingest("alone").options()).hasSplits());
        assertEquals("test", read("plain").get("test.tar/cat/1.png").getAs(ImageRows.SPLIT));
        assertNull(read("plain").get("train.tar/cat/2.png").getAs(ImageRows.SPLIT));
        assertTrue(Sources.open(TestSpark.session(), ingest("plain").options()).hasSplits());
    }

    @Test
    void oneArchivePackedAndUnpackedIsRefusedRatherThanReadTwice() throws IOException {
        for (String packed : List.of("train.tar.gz", "train.tgz")) {
            write(packed + "/train.tar", "1.png", IMAGE, "1.cls", "1");
            write(packed + "/" + packed, "1.png", IMAGE, "1.cls", "1");

            String message = refusal(packed);

            assertTrue(message.contains(packed + "/train.tar"), message);
            assertTrue(message.contains(" have the same name but for .gz or .tgz; remove one"), message);
        }
        write("folders/a/train.tar", "1.png", IMAGE, "1.cls", "1");
        write("folders/b/train.tgz", "1.png", IMAGE, "1.cls", "1");
        assertEquals(Set.of("a/train.tar/1", "b/train.tar/1"), read("folders").keySet());
    }

    @Test
    void damagedArchivesAreRefusedWithTheFile() {
        byte[] tar = ArrayFixture.tar("1.png", IMAGE, "1.cls", "1", "2.png", IMAGE, "2.cls", "2");
        InputFixture.write(folder.resolve("within/a.tar"), Arrays.copyOf(tar, 4 * 512 + 530));
        InputFixture.write(folder.resolve("between/a.tar"), Arrays.copyOf(tar, 4 * 512));
        InputFixture.write(folder.resolve("packed/a.tgz"), InputFixture.cut(InputFixture.gzip(tar), 40));
        InputFixture.write(
                folder.resolve("text/a.tar"),
                "<html>not here, though long enough</html>".repeat(30).getBytes());
        byte[] joined = Arrays.copyOf(tar, 2 * tar.length);
        System.arraycopy(tar, 0, joined, tar.length, tar.length);
        InputFixture.write(folder.resolve("joined/a.tar"), joined);

        assertTrue(refusal("within").contains("a.tar is damaged or cut off"), refusal("within"));
        assertTrue(refusal("between").contains("a.tar is cut off: a whole archive ends with blocks of zeros"));
        assertTrue(refusal("packed").contains("a.tgz is damaged or cut off"));
        assertTrue(refusal("text").contains("a.tar is damaged or cut off, or no tar archive"));
        assertTrue(refusal("joined").contains("a.tar goes on after its end"));
    }

    @Test
    void labelsThatCannotBeRightGoToQuarantine() throws IOException {
        write(
                "in/a.tar",
                "bytes.png",
                IMAGE,
                "bytes.cls",
                new byte[] {'c', (byte) 0xe9},
                "empty.png",
                IMAGE,
                "empty.json",
                "",
                "tail.png",
                IMAGE,
                "tail.json",
                "{\"cls\": 1} and more",
                "twice.png",
                IMAGE,
                "twice.json",
                "{\"cls\": 1, \"cls\": 2}",
                "long.png",
                IMAGE,
                "long.cls",
                "x".repeat(1025),
                "two.png",
                IMAGE,
                "two.cls",
                "1",
                "two.cls",
                "2",
                "pair.png",
                IMAGE,
                "pair.json",
                "{\"cls\": 1}",
                "pair.json",
                "{\"cls\": 1}");

        Map<String, Row> rows = read("in");

        assertBad(rows.get("a.tar/bytes"), "its .cls is no text in UTF-8");
        assertBad(rows.get("a.tar/empty"), "its .json is empty");
        assertBad(rows.get("a.tar/tail"), "its .json cannot be read");
        assertBad(rows.get("a.tar/twice"), "its .json cannot be read");
        assertBad(rows.get("a.tar/long"), "1025 characters");
        assertBad(rows.get("a.tar/two"), "two files .cls");
        assertBad(rows.get("a.tar/pair"), "two files .json");
    }

    @Test
    void labelsAreTheSameHoweverTheirAccentsAreWritten() throws IOException {
        write("in/a.tar", "1.png", IMAGE, "1.cls", "\u00e9", "2.png", IMAGE, "2.cls", "\ufeffe\u0301");

        assertEquals(List.of("\u00e9"), ingest("in").run().labelNames());
    }

    @Test
    void namesAreReadWithoutPointsForFoldersInThem() throws IOException {
        write("in/a.tar", "set/./cat/1.png", IMAGE, "set/dog/x/../2.png", IMAGE, "/set//dog/3.png", IMAGE);

        assertEquals(
                Set.of("a.tar/set/cat/1.png", "a.tar/set/dog/2.png", "a.tar/set/dog/3.png"),
                read("in").keySet());
    }

    @Test
    void samplesInFoldersOfSplitsAreOfThese() throws IOException {
        List<Object> files = new ArrayList<>();
        for (String split : List.of("train", "val", "test")) {
            for (int i = 0; i < 4; i++) {
                files.addAll(List.of(split + "/" + i + ".png", IMAGE, split + "/" + i + ".cls", "cat"));
            }
        }
        write("in/data-test.tar", files.toArray());

        assertEquals(
                Map.of("train", 4L, "validation", 4L, "test", 4L),
                ingest("in").run().splits());
        assertEquals(
                Map.of("test", 12L),
                ingest("in").folders(FolderLayout.LABELS).overwrite().run().splits());
    }
}
