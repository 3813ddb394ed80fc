package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.ResizeFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestOutputTest {
    private static final int RECORDS = 600;

    private final SparkSession spark = TestSpark.session();
    private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

    @TempDir
    Path folder;

    @BeforeEach
    void labelledImages() {
        InputFixture.writeLabelledIdx(folder.resolve("in"), "train", RECORDS, "");
    }

    private IngestFixture ingest() {
        return ingest("out");
    }

    private IngestFixture ingest(String output) {
        return IngestFixture.of(folder.resolve("in"), folder.resolve(output));
    }

    private List<String> names(String directory) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private long parquetFiles(String directory) throws IOException {
        return names(directory).stream()
                .filter(name -> name.endsWith(".parquet"))
                .count();
    }

    @Test
    void aDerivedImageIsTheSameAtAnotherSizeAndPartOfTheFingerprint() throws Exception {
        DatasetSummary plain = ingest().run();
        DatasetSummary derived = ingest("derived").derived("image_low", 2, 1).run();
        DatasetSummary otherwise =
                ingest("otherwise").derived("image_low", 1, 2).run();

        assertNotEquals(plain.fingerprint(), derived.fingerprint());
        assertNotEquals(derived.fingerprint(), otherwise.fingerprint());
        assertEquals(plain.mean(), derived.mean());
        assertEquals(plain.shape(), derived.shape());
        assertEquals(
                "the image at 2x1, resized by the filter area",
                ingest("derived")
                        .frame()
                        .schema()
                        .apply("image_low")
                        .getComment()
                        .get());
        for (Row row : ingest("derived").frame().limit(20).collectAsList()) {
            Image image = ImageRows.toImage(row.getAs(ImageRows.IMAGE));
            Image low = ImageRows.toImage(row.getAs("image_low"));
            assertEquals(new ImageShape(2, 1, 1), low.shape());
            assertArrayEquals(
                    new ImageTransform(low.shape(), ResizeFilter.AREA)
                            .apply(image)
                            .pixels(),
                    low.pixels());
        }
    }

    @Test
    void columnsAreThoseOfTheSchemaWithTheirComments() throws IOException {
        ingest().run();

        assertEquals(
                List.of(ImageRows.SCHEMA.fieldNames()),
                List.of(ingest().frame().schema().fieldNames()));
        for (var field : ImageRows.SCHEMA.fields()) {
            assertEquals(
                    field.getComment(),
                    ingest().frame().schema().apply(field.name()).getComment(),
                    field.name());
            assertTrue(field.getComment().isDefined(), field.name());
        }
    }

    @Test
    void shardsAreAsManyAsAskedForAndOfEvenSize() throws Exception {
        DatasetSummary summary = ingest().shards(4).run();

        assertEquals(4, summary.shards());
        assertEquals(4, parquetFiles("out"));
        for (Row row : ingest().frame().groupBy("_metadata.file_name").count().collectAsList()) {
            assertEquals(RECORDS / 4, row.getLong(1), 40);
        }
    }

    @Test
    void smallDataIsOneShardWhereTheNumberIsLeftOpen() throws IOException {
        assertEquals(1, ingest().shards(0).run().shards());
    }

    @Test
    void recordsOfAShardAreSortedById() throws IOException {
        ingest().shards(1).run();

        List<String> ids = ingest().frame().select("id").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();

        assertEquals(List.copyOf(new TreeSet<>(ids)), ids);
    }

    @Test
    void aReaderThatIsNotSparkReadsTheSame() throws Exception {
        ingest().run();

        String query = "SELECT label, split, image.height, image.width, image.nChannels, image.mode, image.data FROM '"
                + folder.resolve("out") + "/*.parquet' WHERE id = 'train-images-idx3-ubyte#0000042'";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertTrue(result.next());
            assertEquals(2, result.getInt(1));
            assertTrue(ImageRows.SPLITS.contains(result.getString(2)));
            assertEquals(
                    List.of(3, 2, 1, 0),
                    List.of(result.getInt(3), result.getInt(4), result.getInt(5), result.getInt(6)));
            assertArrayEquals(InputFixture.pixels(42, 6), result.getBlob(7).getBytes(1, 6));
            assertFalse(result.next());
        }
    }

    @Test
    void outputThatExistsIsRefusedUnlessItMayBeReplaced() throws IOException {
        String fingerprint = ingest().run().fingerprint();

        String message = assertThrows(
                        FileAlreadyExistsException.class,
                        () -> ingest().split(0, 0, 0).run())
                .getMessage();

        assertTrue(message.endsWith("out exists; ingest.overwrite = true replaces it"), message);
        assertEquals(fingerprint, summary().fingerprint());
        String other = ingest().split(0, 0, 0).overwrite().run().fingerprint();
        assertNotEquals(fingerprint, other);
        assertEquals(other, summary().fingerprint());
    }

    private DatasetSummary summary() throws IOException {
        return DatasetSummary.read(
                hadoop, new org.apache.hadoop.fs.Path(folder.resolve("out").toString()));
    }

    @Test
    void summaryIsReadBackAsItWasWritten() throws IOException {
        DatasetSummary written = ingest().run();

        assertEquals(written, summary());
        assertEquals("idx", ingest().format(InputFormat.IDX).options().format().toString());
        assertEquals("bilinear", written.options().at("/image/resize-filter").asText());
        assertEquals(0.2, written.options().at("/split/validation-fraction").asDouble());
        assertEquals(spark.version(), written.versions().get("spark"));
    }

    @Test
    void directoryWithoutASummaryIsNoDataset() throws IOException {
        String absent = assertThrows(BadDataException.class, this::summary).getMessage();
        Files.createDirectory(folder.resolve("out"));
        String message = assertThrows(BadDataException.class, this::summary).getMessage();

        assertTrue(absent.endsWith("out does not exist; a dataset that ingest wrote is needed"), absent);
        assertTrue(message.endsWith("out is not a dataset that ingest wrote: it has no _dataset.json"), message);
    }

    @Test
    void brokenSummaryIsBadDataThatNamesTheFile() {
        InputFixture.write(folder.resolve("out/_dataset.json"), "{\"records\": 3".getBytes());

        String message = assertThrows(BadDataException.class, this::summary).getMessage();

        assertTrue(message.contains("out/_dataset.json cannot be read as a dataset's summary"), message);
    }

    @Test
    void filesAlongsideAppearWithTheDataset() throws IOException {
        new Ingest(ingest().options()).run(spark, aside -> {
            var file = new org.apache.hadoop.fs.Path(aside, "_note.json");
            file.getFileSystem(hadoop).create(file).close();
        });

        assertTrue(names("out").contains("_note.json"));
        assertTrue(names("out").contains("_dataset.json"));
    }

    @Test
    void whatFailsOnTheWayLeavesNothingBehind() {
        assertThrows(
                IOException.class,
                () -> new Ingest(ingest().options()).run(spark, aside -> {
                    throw new IOException("on the way");
                }));

        assertEquals(List.of("in", "out.quarantine"), assertNamesOfFolder());
    }

    private List<String> assertNamesOfFolder() {
        try {
            return names(".").stream().filter(name -> !name.startsWith(".")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void callersSessionIsLeftAsItWasFound() throws IOException {
        spark.sparkContext().setJobDescription("the caller's");
        var settings = spark.conf().getAll();
        int cached = spark.sparkContext().getPersistentRDDs().size();

        ingest().run();

        assertEquals("the caller's", spark.sparkContext().getLocalProperty("spark.job.description"));
        assertEquals(settings, spark.conf().getAll());
        assertEquals(cached, spark.sparkContext().getPersistentRDDs().size());
        spark.sparkContext().setJobDescription(null);
        assertNull(spark.sparkContext().getLocalProperty("spark.job.description"));
    }

    @Test
    void imageOfARowIsTheImageThatMadeIt() throws Exception {
        Image image = InputFixture.idxImage(3);

        Image back = ImageRows.toImage(ImageRows.toRow("somewhere", image));

        assertEquals(image.shape(), back.shape());
        assertArrayEquals(image.pixels(), back.pixels());
    }
}
