package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads Parquet that DuckDB has written, record by record, before anything is made of it. */
class ParquetSourceTest {
    private static final String PNG =
            "unhex('" + HexFormat.of().formatHex(InputFixture.encodedGrey("png", 2, 2, 1)) + "')";
    private static final String HUGGING_FACE = "KV_METADATA {huggingface: '{\"info\": {\"features\": {\"image\":"
            + " {\"_type\": \"Image\"}, \"label\": {\"names\": [\"cat\", \"dog\"], \"_type\": \"ClassLabel\"}}}}'}";

    @TempDir
    Path folder;

    private IngestOptions.Parquet options = IngestOptions.Parquet.FOUND;
    private List<String> labelNames;
    private boolean hasSplits;

    /** Writes the result of a query as a Parquet file; PNG in it is an image. */
    private void write(String file, String query, String... writing) {
        Path path = folder.resolve("in").resolve(file);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            Files.createDirectories(path.getParent());
            String form = String.join(", ", "FORMAT parquet", String.join(", ", writing))
                    .replaceAll(", $", "");
            statement.execute("CREATE TYPE pet AS ENUM ('dog', 'cat')");
            statement.execute("COPY (" + query.replace("PNG", PNG) + ") TO '" + path + "' (" + form + ")");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(file + ": " + query, e);
        }
    }

    private List<Row> read() throws IOException {
        IngestOptions ingest =
                IngestFixture.of(folder.resolve("in"), folder.resolve("out")).options();
        try (IngestSession session = IngestSession.from(TestSpark.session())) {
            InputFiles input = InputFiles.find(session.spark().sessionState().newHadoopConf(), ingest.input());
            ParquetSource source = new ParquetSource(session.spark(), input, options);
            List<Row> rows = new ArrayList<>(session.spark()
                    .createDataFrame(
                            source.read(session.spark(), new TargetFit(ingest.image())),
                            ReadRows.schema(source.factors()))
                    .collectAsList());
            rows.sort((one, other) -> one.getString(0).compareTo(other.getString(0)));
            labelNames = source.labelNames();
            hasSplits = source.hasSplits();
            return rows;
        }
    }

    /** Returns the values of a column by id, of records that could be read; null as its text. */
    private Map<String, String> read(String column) throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (Row row : read()) {
            String reason = row.getAs(ReadRows.REASON);
            values.put(row.getString(0), reason == null ? String.valueOf(row.<Object>getAs(column)) : reason);
        }
        return values;
    }

    private String refusal() {
        return assertThrows(BadDataException.class, this::read).getMessage();
    }

    private void columns(String image, String label, String id, String split) {
        options = new IngestOptions.Parquet(image, label, id, split);
    }

    @Test
    void everyFileIsReadWhateverItsFolderItsNameOrItsSchema() throws IOException {
        write("a.parquet", "SELECT PNG AS image");
        write("b c/d%20[1]{2}?.parquet", "SELECT PNG AS image, 1::INTEGER AS label");
        write("b c/e*.parq", "SELECT PNG AS IMAGE, 2::BIGINT AS Label");
        write("k=1/x/part-00000", "SELECT PNG AS image, 3::DOUBLE AS label, 'far' AS note");
        write("z/empty.parquet", "SELECT PNG AS image, 'text' AS label WHERE false");
        write("z/nulls.parquet", "SELECT PNG AS image, NULL::VARCHAR AS label");
        write("z/unsigned.parquet", "SELECT PNG AS image, 5::UTINYINT AS label");
        InputFixture.write(folder.resolve("in/README.md"), "text".getBytes());

        assertEquals(
                Map.of(
                        "a.parquet#0000000", "null",
                        "b c/d%20[1]{2}?.parquet#0000000", "1",
                        "b c/e*.parq#0000000", "2",
                        "k=1/x/part-00000#0000000", "3",
                        "z/nulls.parquet#0000000", "null",
                        "z/unsigned.parquet#0000000", "5"),
                read(ImageRows.LABEL));
        assertFalse(hasSplits);
    }

    @Test
    void moreFilesThanSparkListsByItselfAreReadToo() throws IOException {
        write("0.parquet", "SELECT PNG AS image, 7 AS label");
        for (int i = 1; i < 40; i++) {
            Files.copy(folder.resolve("in/0.parquet"), folder.resolve("in/" + i + ".parquet"));
        }

        assertEquals(40, read().size());
    }

    @Test
    void textIsNumberedByItsSortedValuesWhateverTheOrderOfTheFiles() throws IOException {
        write("a.parquet", "SELECT PNG AS image, 'dog' AS label");
        write("b.parquet", "SELECT PNG AS image, unnest(['cat', NULL, 'dog'])::pet AS label");

        assertEquals(
                List.of("1", "0", "null", "1"),
                List.copyOf(read(ImageRows.LABEL).values()));
        assertEquals(List.of("cat", "dog"), labelNames);
    }

    @Test
    void textThatIsNumbersKeepsThemAndBooleansAreZeroAndOne() throws IOException {
        write("a.parquet", "SELECT PNG AS image, unnest(['10', '2']) AS number, unnest([true, NULL]) AS flag");
        columns("", "number", "", "");

        assertEquals(List.of("10", "2"), List.copyOf(read(ImageRows.LABEL).values()));
        assertEquals(List.of(), labelNames);

        columns("", "flag", "", "");
        assertEquals(List.of("1", "null"), List.copyOf(read(ImageRows.LABEL).values()));
        assertEquals(List.of("false", "true"), labelNames);
    }

    @Test
    void foldersOfPartitionsGiveLabelsAndSplits() throws IOException {
        write("split=val/label=a%3Ab/x.parquet", "SELECT PNG AS image");
        write("split=train/label=cat/x.parquet", "SELECT PNG AS image");
        write("split=train/label=__HIVE_DEFAULT_PARTITION__/x.parquet", "SELECT PNG AS image");

        List<Row> rows = read();

        assertEquals(
                List.of("null train", "1 train", "0 validation"),
                rows.stream()
                        .map(row -> row.<Integer>getAs(ImageRows.LABEL) + " " + row.getAs(ImageRows.SPLIT))
                        .toList());
        assertEquals(List.of("a:b", "cat"), labelNames);
        assertTrue(hasSplits);

        columns("", "none", "", "none");
        assertEquals(
                List.of("null", "null", "null"),
                List.copyOf(read(ImageRows.LABEL).values()));
        assertFalse(hasSplits);
    }

    @Test
    void escapesInFoldersAreOfUtf8OrElseOfSingleCharacters() throws IOException {
        write("label=caf%C3%A9%20100%25/x.parquet", "SELECT PNG AS image");
        write("label=na%EFf/x.parquet", "SELECT PNG AS image");
        write("label=ou\u00efe/x.parquet", "SELECT PNG AS image");

        read();

        assertEquals(List.of("caf\u00e9 100%", "na\u00eff", "ou\u00efe"), labelNames);
    }

    @Test
    void huggingFacesImagesClassesAndFileNamesAreUnderstood() throws IOException {
        String query = "SELECT {'bytes': PNG, 'path': 'x.png'} AS image, unnest([1, -1, 2]) AS label";
        write("data/train-00000-of-00001.parquet", query, HUGGING_FACE);
        write("data/test-00000-of-00001.parquet", "SELECT {'bytes': NULL::BLOB, 'path': 'y.png'} AS image, 0 AS label");

        List<Row> rows = read();

        assertEquals(
                "the image is not in the file: its bytes are null, and it has only the path 'y.png'",
                rows.get(0).getAs(ReadRows.REASON));
        assertEquals("x.png", rows.get(1).getAs(ReadRows.ORIGIN));
        assertArrayEquals(InputFixture.pixels(1, 4), rows.get(1).getAs(ReadRows.PIXELS));
        assertEquals(1, rows.get(1).<Integer>getAs(ImageRows.LABEL));
        assertTrue(rows.get(2).isNullAt(2) && rows.get(2).getAs(ReadRows.REASON) == null, rows.toString());
        assertEquals(
                "label is 2; the file's names of classes go from 0 to 1",
                rows.get(3).getAs(ReadRows.REASON));
        assertEquals(List.of("cat", "dog"), labelNames);
        assertTrue(hasSplits);
    }

    @Test
    void namesOfTrainAndTestLeaveValidationToBeDividedAndOnlyOneOfThemSaysNothing() throws IOException {
        write("train.parquet", "SELECT PNG AS image");
        assertEquals(List.of("null"), List.copyOf(read(ImageRows.SPLIT).values()));
        assertFalse(hasSplits);

        write("more/Test/0000.parquet", "SELECT PNG AS image");
        assertEquals(List.of("test", "null"), List.copyOf(read(ImageRows.SPLIT).values()));

        write("digits_val.parquet", "SELECT PNG AS image");
        assertEquals(
                List.of("validation", "test", "train"),
                List.copyOf(read(ImageRows.SPLIT).values()));

        write("rest.parquet", "SELECT PNG AS image");
        read();
        assertFalse(hasSplits);
    }

    @Test
    void columnsAreNamedByTheirPathAndWithPointsInTheirOwnNames() throws IOException {
        write(
                "a.parquet",
                "SELECT PNG AS thumbnail, 4 AS label, {'img': {'bytes': PNG}, 'class': {'name': 'fly'}, 'kind': 'ant',"
                        + " 'part': 'dev'} AS meta, 'bee' AS \"meta.class.name\", 17 AS key");
        columns("meta.img.bytes", "meta.class.name", "key", "meta.PART");

        Row row = read().get(0);

        assertEquals("17", row.getString(0));
        assertEquals(List.of("bee"), labelNames);
        assertEquals("validation", row.getAs(ImageRows.SPLIT));

        columns("meta.img", "META.kind", "", "");
        read();
        assertEquals(List.of("ant"), labelNames);

        columns("meta.img", "kind", "", "");
        String message = refusal();
        assertTrue(message.contains("has no column 'kind', which ingest.parquet.label-column names; it has"), message);
        assertTrue(message.contains("label int, meta struct<img:struct<bytes:binary>"), message);
    }

    @Test
    void spellingsOfSplitsAreTakenInAnyCase() throws IOException {
        write("a.parquet", "SELECT PNG AS image, unnest(['Train', 'VALID', 'dev', 'testing', NULL, 'eval']) AS Split");

        assertEquals(
                List.of(
                        "train",
                        "validation",
                        "validation",
                        "test",
                        "null",
                        "split is 'eval'; it must be train, validation or test"),
                List.copyOf(read(ImageRows.SPLIT).values()));
    }

    @Test
    void columnsThatDifferInCaseAloneNeedTheKey() throws IOException {
        SparkSession exact = TestSpark.session().newSession();
        exact.conf().set("spark.sql.caseSensitive", true);
        exact.sql("SELECT " + PNG + " AS image, 1 AS label, 2 AS Label")
                .write()
                .parquet(folder.resolve("in").toString());

        String message = refusal();

        assertTrue(message.contains("the columns label and Label; ingest.parquet.label-column names the one"), message);
        columns("", "Label", "", "");
        assertEquals(List.of("2"), List.copyOf(read(ImageRows.LABEL).values()));
    }

    @Test
    void filesThatDoNotGoTogetherAreRefusedWithBothNames() throws IOException {
        write("a.parquet", "SELECT PNG AS image, 1 AS label");
        write("b.parquet", "SELECT PNG AS image, 'cat' AS label");

        String message = refusal();

        assertTrue(message.contains("in a.parquet a column label of type int"), message);
        assertTrue(message.contains("in b.parquet a column label of type string"), message);
        assertTrue(message.endsWith("the files do not go together"), message);
    }

    @Test
    void idsOfWholeNumbersOfSeveralTypesGoTogetherAndOthersDoNot() throws IOException {
        write("a.parquet", "SELECT PNG AS image, 1::INTEGER AS ID");
        write("b.parquet", "SELECT PNG AS image, 2::BIGINT AS id");
        assertEquals(List.of("1", "2"), List.copyOf(read(ImageRows.ID).keySet()));

        write("c.parquet", "SELECT PNG AS image, 3::DOUBLE AS id");
        assertTrue(refusal().contains("in which the same number is written differently"));
    }

    @Test
    void fileWithoutImagesAmongOthersGivesRecordsThatSaySo() throws IOException {
        write("a.parquet", "SELECT PNG AS image");
        write("b.parquet", "SELECT 'far' AS note");

        assertEquals(
                "the file has no column of images, which other files have",
                read(ImageRows.LABEL).get("b.parquet#0000000"));
    }

    @Test
    void filesThatCannotBeReadAreRefusedWithTheirNamesAndTheCause() throws IOException {
        write("a.parquet", "SELECT PNG AS image");
        Path file = folder.resolve("in/b.parquet");

        byte[] whole = Files.readAllBytes(folder.resolve("in/a.parquet"));
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertTrue(refusal().contains("b.parquet: it cannot be read as Parquet"), refusal());

        Files.write(file, new byte[0]);
        assertTrue(refusal().contains("b.parquet: it cannot be read as Parquet"), refusal());

        byte[] encrypted = whole.clone();
        System.arraycopy("PARE".getBytes(), 0, encrypted, whole.length - 4, 4);
        Files.write(file, encrypted);
        assertTrue(refusal().contains("b.parquet: it is encrypted"), refusal());

        Files.delete(file);
        write("b.parquet", "SELECT PNG AS image", "COMPRESSION brotli");
        assertTrue(
                refusal().contains("in b.parquet a column image that is compressed with brotli, which needs the class"),
                refusal());

        Files.delete(file);
        write("_b.parquet", "SELECT PNG AS image");
        Files.createDirectories(folder.resolve("in/_delta_log"));
        assertTrue(refusal().contains("is a Delta table, whose _delta_log says which of its files count"), refusal());
    }

    @Test
    void filesThatCannotBeOpenedAreRefusedWhereTheyAreNamedAsParquetAndElseLeftOut() throws IOException {
        write("a.parquet", "SELECT PNG AS image");
        Files.createSymbolicLink(folder.resolve("in/latest"), folder.resolve("gone"));
        IngestFixture ingest =
                IngestFixture.of(folder.resolve("in"), folder.resolve("out")).format(InputFormat.PARQUET);

        DatasetSummary summary = ingest.run();

        assertEquals(1, summary.records());
        assertEquals(
                List.of(LeftOut.of("they cannot be opened, and are no Parquet by name", List.of("latest"))),
                summary.leftOut());

        Files.createSymbolicLink(folder.resolve("in/b.parquet"), folder.resolve("gone.parquet"));
        String message = refusal();
        assertTrue(message.contains("/in/b.parquet: it cannot be opened: "), message);
        assertTrue(message.endsWith("/in/b.parquet is a link to a file that is not there"), message);
    }

    @Test
    void nullsInColumnsThatAreNotReadMakeNoGroups() throws IOException {
        for (int i = 0; i < 8; i++) {
            String label = i < 4 ? "NULL::VARCHAR" : "'cat'";
            String columns =
                    (i % 2 == 0 ? "NULL" : "1") + "::INTEGER AS a, " + (i % 4 < 2 ? "NULL" : "1") + "::INTEGER AS b";
            write(i + ".parquet", "SELECT PNG AS image, " + label + " AS label, " + columns);
        }
        InputFiles input = InputFiles.find(
                TestSpark.session().sessionState().newHadoopConf(),
                folder.resolve("in").toString());
        ParquetFiles files = new ParquetFiles(TestSpark.session(), input);

        assertEquals(8, files.groups().size());
        files.regroup(ParquetColumns.find(files, options).names());
        assertEquals(2, files.groups().size());
        assertEquals(8, files.names().size());
        assertEquals(
                List.of("null", "null", "null", "null", "0", "0", "0", "0"),
                List.copyOf(read(ImageRows.LABEL).values()));
    }

    @Test
    void textOfTooManyValuesIsNoClass() {
        write("a.parquet", "SELECT 'text' || range AS label, PNG AS image FROM range(10001)");

        String message = refusal();

        assertTrue(message.contains("has more than 10000 different texts in label, such as 'text0'"), message);
    }
}
