package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetIngestTest {
    private final SparkSession spark = TestSpark.session();

    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    private String refusal() {
        return assertThrows(BadDataException.class, () -> ingest("in").run()).getMessage();
    }

    private void write(String schema, Row... rows) {
        spark.createDataFrame(List.of(rows), StructType.fromDDL(schema))
                .coalesce(1)
                .write()
                .parquet(folder.resolve("in").toString());
    }

    private static byte[] png(long seed) {
        return InputFixture.encodedGrey("png", 4, 4, seed);
    }

    @Test
    void frameOfSparksImageSourceIsReadAsItIs() throws Exception {
        InputFixture.write(folder.resolve("images/a.png"), png(1));
        InputFixture.write(folder.resolve("images/b.png"), png(2));
        spark.read()
                .format("image")
                .load(folder.resolve("images").toString())
                .coalesce(1)
                .write()
                .parquet(folder.resolve("in").toString());

        List<Row> rows = ingest("in").rows();

        assertEquals(2, rows.size());
        for (Row row : rows) {
            assertTrue(row.<String>getAs(ImageRows.ID).matches("part-.*\\.parquet#000000[01]"), row.toString());
            Row image = row.getAs(ImageRows.IMAGE);
            long seed = image.getString(0).endsWith("a.png") ? 1 : 2;
            assertArrayEquals(
                    InputFixture.pixels(seed, 16), ImageRows.toImage(image).pixels());
        }
    }

    @Test
    void encodedImagesAreDecodedAndIdLabelAndSplitAreKept() throws Exception {
        write(
                "id BIGINT, label DOUBLE, split STRING, content BINARY",
                RowFactory.create(11L, 3.0, "test", png(1)),
                RowFactory.create(12L, null, null, png(2)));

        List<Row> rows = ingest("in").split(0, 0.9, 0).rows();

        assertEquals(
                List.of("11", "12"), rows.stream().map(row -> row.getString(0)).toList());
        assertEquals(3, rows.get(0).<Integer>getAs(ImageRows.LABEL));
        assertEquals("test", rows.get(0).getAs(ImageRows.SPLIT));
        assertEquals("train", rows.get(1).getAs(ImageRows.SPLIT));
        assertArrayEquals(
                InputFixture.pixels(2, 16),
                ImageRows.toImage(rows.get(1).getAs(ImageRows.IMAGE)).pixels());
    }

    @Test
    void oneFileAndItsFolderGiveTheSameIds() throws IOException {
        write("content BINARY", RowFactory.create((Object) png(1)));
        Path file = Files.list(folder.resolve("in"))
                .filter(path -> path.toString().endsWith(".parquet"))
                .findFirst()
                .orElseThrow();

        String ofFolder = ingest("in").run().fingerprint();
        String ofFile = ingest("in/" + file.getFileName()).overwrite().run().fingerprint();

        assertEquals(ofFolder, ofFile);
    }

    @Test
    void datasetThatIngestWroteGivesItselfAgain() throws IOException {
        InputFixture.write(folder.resolve("images/cats/a.png"), png(1));
        InputFixture.write(folder.resolve("images/dogs/b.png"), png(2));
        DatasetSummary first =
                IngestFixture.of(folder.resolve("images"), folder.resolve("in")).run();

        DatasetSummary second = ingest("in").run();

        assertEquals(first.fingerprint(), second.fingerprint());
        assertEquals(List.of("cats", "dogs"), second.labelNames());
    }

    @Test
    void badRowsGoToQuarantineWithTheReason() throws IOException {
        write(
                "id STRING, label BIGINT, split STRING, content BINARY",
                RowFactory.create("a", 1L, "train", png(1)),
                RowFactory.create("b", 1L, "train", null),
                RowFactory.create("c", 1L << 40, "train", png(1)),
                RowFactory.create("d", 1L, "holdout", png(1)),
                RowFactory.create(null, 1L, "train", png(1)),
                RowFactory.create("f", 1L, "train", "text".getBytes()));

        DatasetSummary summary = ingest("in").quarantine("", 5, 1).run();

        assertEquals(1, summary.records());
        Map<String, String> reasons = new HashMap<>();
        ingest("in").quarantined().forEach(row -> reasons.put(row.getString(0), row.getString(2)));
        assertEquals("the image is null", reasons.get("b"));
        assertTrue(reasons.get("c").contains("label is 1.099511627776E12"), reasons.toString());
        assertEquals("split is 'holdout'; it must be train, validation or test", reasons.get("d"));
        assertEquals("the id is null", reasons.get(null));
        assertTrue(reasons.get("f").contains("not a PNG"), reasons.toString());
    }

    @Test
    void imageStructsThatContradictThemselvesGoToQuarantine() throws IOException {
        String schema = "id STRING, image STRUCT<origin: STRING, height: INT, width: INT, nChannels: INT, mode: INT,"
                + " data: BINARY>";
        write(
                schema,
                RowFactory.create("good", RowFactory.create("x", 2, 2, 1, 0, new byte[4])),
                RowFactory.create("short", RowFactory.create("x", 2, 2, 1, 0, new byte[3])),
                RowFactory.create("undecodable", RowFactory.create("x", -1, -1, -1, -1, new byte[0])),
                RowFactory.create("floats", RowFactory.create("x", 2, 2, 1, 5, new byte[4])),
                RowFactory.create("shorts", RowFactory.create("x", 2, 2, 1, 2, new byte[8])),
                RowFactory.create("null", null));

        assertEquals(1, ingest("in").quarantine("", 5, 1).run().records());

        List<String> reasons =
                ingest("in").quarantined().stream().map(row -> row.getString(2)).toList();
        assertEquals("the image has 4 bytes, where 2x2x1 of floats needs 16", reasons.get(0));
        assertTrue(reasons.get(1).contains("null"), reasons.toString());
        assertTrue(reasons.get(2).contains("3 bytes, where 2x2x1 needs 4"), reasons.toString());
        assertEquals(
                "the image has mode 2 (CV_16UC1); of 1 channel 0 (CV_8UC1) and 5 (CV_32FC1) are read", reasons.get(3));
        assertTrue(reasons.get(4).contains("height -1"), reasons.toString());
    }

    @Test
    void severalColumnsThatMayBeTheImagesNeedTheKey() throws IOException {
        write("left BINARY, right BINARY", RowFactory.create(png(1), png(2)));

        String message = refusal();

        assertTrue(message.contains("several columns that may be the images"), message);
        assertTrue(message.contains("left binary, right binary; ingest.parquet.image-column names the one"), message);
        assertEquals(1, ingest("in").imageColumn("right").run().records());
    }

    @Test
    void parquetWithoutImagesIsRefusedWithItsColumns() {
        write("id STRING, price DOUBLE", RowFactory.create("a", 1.0));

        assertTrue(refusal().contains("no column of images"));
    }

    @Test
    void columnsOfWrongTypesAreRefusedWithTheType() {
        write("label ARRAY<STRING>, image BINARY", RowFactory.create(List.of("cat"), png(1)));

        String message = refusal();

        assertTrue(message.contains("a column label of type array<string>; it must be of whole numbers"), message);
        assertTrue(message.contains("ingest.parquet.label-column names another column, or none"), message);
    }

    @Test
    void idsThatStandForSeveralRecordsAreBadDataThatNamesThem() {
        write(
                "id STRING, content BINARY",
                RowFactory.create("a", png(1)),
                RowFactory.create("b", png(2)),
                RowFactory.create("a", png(3)),
                RowFactory.create("a", png(4)));

        String message = refusal();

        assertTrue(message.startsWith("ids must be unique: a stands for 3 records, of "), message);
        assertTrue(!message.contains(" b stands"), message);
    }

    @Test
    void brokenParquetFileIsBadData() throws IOException {
        InputFixture.write(folder.resolve("in/a.parquet"), "no Parquet, but long enough".getBytes());

        assertTrue(refusal().contains("cannot be read as Parquet"));
    }

    @Test
    void brokenFileAmongGoodOnesIsBadDataThatNamesIt() throws IOException {
        write("id STRING, content BINARY", RowFactory.create("a", png(1)));
        InputFixture.write(folder.resolve("in/zzz.parquet"), "no Parquet, but long enough".getBytes());

        String message = refusal();

        assertTrue(message.contains("zzz.parquet"), message);
    }

    @Test
    void partitionFoldersBecomeColumns() throws IOException {
        spark.range(6)
                .withColumn("content", lit(png(1)))
                .withColumn("label", col("id").mod(2))
                .write()
                .partitionBy("label")
                .parquet(folder.resolve("in").toString());

        assertEquals(Map.of(0, 3L, 1, 3L), ingest("in").run().labels());
    }
}
