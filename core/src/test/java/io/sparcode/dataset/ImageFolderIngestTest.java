package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.ResizeFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderIngestTest {
    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    private void grey(String file, int height, int width) {
        String format = file.substring(file.lastIndexOf('.') + 1);
        InputFixture.write(
                folder.resolve("in").resolve(file), InputFixture.encodedGrey(format, height, width, file.hashCode()));
    }

    private String refusal(IngestFixture ingest) {
        String message = assertThrows(BadDataException.class, ingest::run).getMessage();
        assertFalse(Files.exists(folder.resolve("out")), "an output was published");
        return message;
    }

    private static Map<String, Integer> labels(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.getAs(ImageRows.LABEL) != null)
                .collect(Collectors.toMap(row -> row.getAs(ImageRows.ID), row -> row.getAs(ImageRows.LABEL)));
    }

    @Test
    void subFoldersAreLabelsByTheirPlaceInOrder() throws Exception {
        grey("dogs/b.png", 4, 5);
        grey("cats/a.bmp", 4, 5);
        grey("cats/persian/c.png", 4, 5);
        grey("none.png", 4, 5);
        grey(".hidden/d.png", 4, 5);
        grey("_hidden/e.png", 4, 5);

        List<Row> rows = ingest("in").rows();

        assertEquals(Map.of("cats/a.bmp", 0, "cats/persian/c.png", 0, "dogs/b.png", 1), labels(rows));
        assertEquals(4, rows.size());
        assertNull(rows.get(3).getAs(ImageRows.LABEL));
        DatasetSummary summary = DatasetSummary.read(
                TestSpark.session().sparkContext().hadoopConfiguration(),
                new org.apache.hadoop.fs.Path(folder.resolve("out").toString()));
        assertEquals(List.of("cats", "dogs"), summary.labelNames());
        assertEquals(Map.of(0, 2L, 1, 1L), summary.labels());
        assertEquals(1, summary.unlabelled());
        Row image = rows.get(0).getAs(ImageRows.IMAGE);
        assertTrue(image.getString(0).endsWith("/in/cats/a.bmp"), image.getString(0));
        assertArrayEquals(
                InputFixture.pixels("cats/a.bmp".hashCode(), 20),
                ImageRows.toImage(image).pixels());
    }

    @Test
    void subFoldersThatAreNumbersAreTheLabels() throws IOException {
        grey("7/a.png", 4, 5);
        grey("10/b.png", 4, 5);

        assertEquals(Map.of("7/a.png", 7, "10/b.png", 10), labels(ingest("in").rows()));
    }

    @Test
    void topFoldersTrainAndTestAreSplitsAndLabelsLieBelowThem() throws IOException {
        for (int i = 0; i < 20; i++) {
            grey("train/cats/" + i + ".png", 2, 2);
            grey("test/dogs/" + i + ".png", 2, 2);
        }

        DatasetSummary summary = ingest("in").split(0.5, 0.4, 1).run();

        assertEquals(20, summary.recordsIn("test"));
        assertTrue(summary.recordsIn("validation") > 0, "train is divided into train and validation");
        assertEquals(20, summary.recordsIn("train") + summary.recordsIn("validation"));
        assertEquals(List.of("cats", "dogs"), summary.labelNames());
    }

    @Test
    void topFoldersWithValidationAreKeptAsTheyAre() throws IOException {
        for (int i = 0; i < 10; i++) {
            grey("train/cats/" + i + ".png", 2, 2);
        }
        grey("val/cats/1.png", 2, 2);
        grey("test/cats/1.png", 2, 2);

        DatasetSummary summary = ingest("in").split(0.9, 0, 1).run();

        assertEquals(Map.of("train", 10L, "validation", 1L, "test", 1L), summary.splits());
    }

    @Test
    void globsReadWhatTheyMatch() throws IOException {
        grey("cats/a.png", 2, 2);
        grey("cats/b.bmp", 2, 2);
        grey("dogs/c.png", 2, 2);

        assertEquals(
                Map.of("cats/a.png", 0, "dogs/c.png", 1),
                labels(IngestFixture.of(folder + "/in/*/*.png", folder.resolve("out"))
                        .rows()));
        assertEquals(
                Map.of("cats/a.png", 0, "cats/b.bmp", 0),
                labels(IngestFixture.of(folder + "/in/{cats,cows}", folder.resolve("out"))
                        .overwrite()
                        .rows()));
    }

    @Test
    void everyFormatIsBroughtToTheTarget() throws Exception {
        InputFixture.write(folder.resolve("in/a.png"), InputFixture.encodedColour("png", 9, 7, 1));
        InputFixture.write(folder.resolve("in/b.jpg"), InputFixture.encodedColour("jpg", 30, 40, 2));
        InputFixture.write(folder.resolve("in/c.gif"), InputFixture.encodedGrey("gif", 5, 5, 3));
        InputFixture.write(folder.resolve("in/d.bmp"), InputFixture.encodedGrey("bmp", 6, 8, 4));

        IngestFixture ingest = ingest("in").image(6, 8, 1);
        List<Row> rows = ingest.rows();

        assertEquals(4, rows.size());
        for (Row row : rows) {
            assertEquals(
                    new ImageShape(6, 8, 1),
                    ImageRows.toImage(row.getAs(ImageRows.IMAGE)).shape());
        }
        assertArrayEquals(
                InputFixture.pixels(4, 48),
                ImageRows.toImage(rows.get(3).getAs(ImageRows.IMAGE)).pixels());
    }

    @Test
    void channelsAloneCanBeBroughtToTheTarget() throws Exception {
        grey("a.png", 4, 4);

        Image image =
                ImageRows.toImage(ingest("in").image(0, 0, 3).rows().get(0).getAs(ImageRows.IMAGE));

        Image stored = new Image(new ImageShape(4, 4, 1), InputFixture.pixels("a.png".hashCode(), 16));
        Image expected = new ImageTransform(new ImageShape(4, 4, 3), ResizeFilter.BILINEAR).apply(stored);
        assertArrayEquals(expected.pixels(), image.pixels());
    }

    @Test
    void mixedSizesWithoutATargetAreRefusedWithTheSizesFoundAndTheKeysToSet() {
        grey("a.png", 4, 4);
        grey("b.png", 4, 4);
        grey("c.png", 6, 5);

        String message = refusal(ingest("in"));

        assertTrue(message.contains("4x4x1 (2 records, such as file:"), message);
        assertTrue(message.contains("6x5x1 (1 records, such as file:"), message);
        assertTrue(message.contains("c.png"), message);
        assertTrue(message.endsWith("set ingest.image.height and ingest.image.width to bring them to one"), message);
    }

    @Test
    void mixedChannelsWithoutATargetAreRefusedWithTheKeyToSet() {
        grey("a.png", 4, 4);
        InputFixture.write(folder.resolve("in/b.png"), InputFixture.encodedColour("png", 4, 4, 1));

        String message = refusal(ingest("in"));

        assertTrue(message.endsWith("set ingest.image.channels to bring them to one"), message);
    }

    @Test
    void whatIsNoImageGoesToQuarantineWithItsOriginAndTheReason() throws IOException {
        for (int i = 0; i < 8; i++) {
            grey("cats/" + i + ".png", 4, 4);
        }
        byte[] text = "this is a text".getBytes(StandardCharsets.UTF_8);
        InputFixture.write(folder.resolve("in/cats/text.png"), text);
        InputFixture.write(folder.resolve("in/dogs/empty.jpg"), new byte[0]);
        InputFixture.write(folder.resolve("in/dogs/huge.png"), InputFixture.pngClaiming(60_000, 60_000));

        DatasetSummary summary = ingest("in").run();

        assertEquals(8, summary.records());
        assertEquals(3, summary.quarantined());
        List<Row> bad = ingest("in").quarantined();
        assertEquals(
                List.of("cats/text.png", "dogs/empty.jpg", "dogs/huge.png"),
                bad.stream().map(row -> row.getString(0)).toList());
        assertTrue(bad.get(0).<String>getAs("origin").startsWith("file:"), bad.toString());
        assertTrue(bad.get(0).<String>getAs("origin").endsWith("/in/cats/text.png"), bad.toString());
        assertTrue(
                bad.get(0).<String>getAs("reason").contains("not a PNG, JPEG, GIF, BMP, TIFF or WebP"), bad.toString());
        assertTrue(bad.get(1).<String>getAs("reason").contains("0 bytes"), bad.toString());
        assertTrue(bad.get(2).<String>getAs("reason").contains("60000"), bad.toString());
    }

    @Test
    void emptyFolderIsRefusedByName() throws IOException {
        Files.createDirectories(folder.resolve("in/cats"));
        InputFixture.write(folder.resolve("in/_SUCCESS"), new byte[0]);

        String message = refusal(ingest("in"));

        assertTrue(message.contains("in' has no files"), message);
    }

    @Test
    void missingInputIsRefusedByName() {
        assertTrue(refusal(ingest("nowhere")).contains("nowhere' does not exist, or matches nothing"));
        assertTrue(refusal(ingest("no*where")).contains("no*where' does not exist, or matches nothing"));
    }

    @Test
    void inputThatIsNoPathIsRefused() {
        assertTrue(refusal(IngestFixture.of("nosuch://host/data", folder.resolve("out")))
                .contains("input 'nosuch://host/data' is not a path on a file system"));
    }

    @Test
    void anOutputThatHoldsTheInputIsRefusedAndNothingIsLost() {
        grey("a.png", 4, 4);

        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> IngestFixture.of(folder.resolve("in"), folder)
                                .overwrite()
                                .run())
                .getMessage();

        assertTrue(message.startsWith("ingest.output must lie outside the input"), message);
        assertTrue(Files.exists(folder.resolve("in/a.png")));
    }

    @Test
    void outputWithinTheInputIsRefused() {
        grey("a.png", 4, 4);

        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> IngestFixture.of(folder.resolve("in"), folder.resolve("in/out"))
                                .run())
                .getMessage();

        assertTrue(message.startsWith("ingest.output must lie outside the input"), message);
    }

    /** Records by the number of the shard that holds them, in their order. */
    private static Map<String, List<String>> idsByShard(Path dataset) {
        return TestSpark.session()
                .read()
                .parquet(dataset.toString())
                .selectExpr("regexp_extract(input_file_name(), 'part-([0-9]+)', 1) as shard", "id")
                .collectAsList()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.getString(0), Collectors.mapping(row -> row.getString(1), Collectors.toList())));
    }

    @Test
    void filesReadByShardLieWhereSparkWouldBringThem() throws Exception {
        List<String> names =
                List.of("é", "z", "Z", "\uD83D\uDE00", "\uFF5E", "a b", "0", "10", "9", "_1", "long".repeat(20));
        for (String name : names) {
            grey("kind/" + name + ".png", 4, 5);
            grey("other/" + name + ".png", 4, 5);
        }
        IngestFixture ingest = ingest("in").shards(3);

        ingest.run();
        IngestFixture.of(folder.resolve("out"), folder.resolve("again"))
                .shards(3)
                .run();

        Map<String, List<String>> shards = idsByShard(folder.resolve("out"));
        assertEquals(3, shards.size());
        assertEquals(idsByShard(folder.resolve("again")), shards);
    }

    @Test
    void whereBadImagesMakeFewerShardsThanWereGuessedRecordsAreBroughtToThem() throws Exception {
        grey("a.png", 4, 5);
        grey("b.png", 4, 5);
        InputFixture.write(folder.resolve("in/c.png"), new byte[] {1, 2, 3});

        List<Row> rows = ingest("in").shards(3).rows();

        assertEquals(2, rows.size());
        assertEquals(2, idsByShard(folder.resolve("out")).size());
    }
}
