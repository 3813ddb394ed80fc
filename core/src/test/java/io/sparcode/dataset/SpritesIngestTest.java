package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.Sprite;
import io.sparcode.image.SyntheticSprites;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images whose factors are known, and the column that holds them. */
class SpritesIngestTest {
    @TempDir
    static Path folder;

    private static IngestFixture sprites;
    private static DatasetSummary summary;

    @BeforeAll
    static void ingest() throws IOException {
        sprites =
                IngestFixture.of("synthetic:sprites", folder.resolve("sprites")).synthetic(300, 4);
        summary = sprites.run();
    }

    private static List<Row> sorted(Dataset<Row> rows, String... columns) {
        return rows.orderBy("id").selectExpr(columns).collectAsList();
    }

    @Test
    void everyRecordHasItsPictureItsShapeAsLabelAndItsFactors() throws IOException {
        List<Row> rows = sprites.frame().orderBy("id").collectAsList();

        assertEquals(300, rows.size());
        for (int index = 0; index < 300; index++) {
            Row row = rows.get(index);
            Sprite sprite = new SyntheticSprites(4).sprite(index);
            Row factors = row.getAs(ImageRows.FACTORS);
            assertEquals("sprites-4#%07d".formatted(index), row.getAs(ImageRows.ID));
            assertEquals(sprite.shape(), row.<Integer>getAs(ImageRows.LABEL));
            assertEquals(
                    sprite,
                    new Sprite(
                            factors.getInt(0),
                            factors.getFloat(1),
                            factors.getFloat(2),
                            factors.getFloat(3),
                            factors.getFloat(4)));
            assertArrayEquals(
                    sprite.draw().pixels(), row.<Row>getAs(ImageRows.IMAGE).getAs("data"));
        }
    }

    @Test
    void labelsAreNamedAndFactorsPartOfTheFingerprint() throws IOException {
        assertEquals(List.of("square", "ellipse", "heart"), summary.labelNames());
        assertEquals(Sprite.PICTURE, summary.shape());
        sprites.frame()
                .drop(ImageRows.FACTORS)
                .write()
                .parquet(folder.resolve("plain").toString());
        assertNotEquals(
                summary.fingerprint(),
                IngestFixture.of(folder.resolve("plain"), folder.resolve("without"))
                        .run()
                        .fingerprint());
    }

    @Test
    void everyFactorIsANullableNumberWithAComment() throws IOException {
        StructType factors =
                (StructType) sprites.frame().schema().apply(ImageRows.FACTORS).dataType();

        assertEquals("struct<shape:int,scale:float,rotation:float,x:float,y:float>", factors.catalogString());
        for (StructField field : factors.fields()) {
            assertTrue(field.nullable() && field.getComment().isDefined(), field.name());
        }
    }

    @Test
    void aReaderThatIsNotSparkReadsFactors() throws Exception {
        Sprite sprite = new SyntheticSprites(4).sprite(42);

        String query =
                "SELECT factors.shape, factors.scale, factors.rotation, factors.x, factors.y, typeof(factors) FROM '"
                        + folder.resolve("sprites") + "/*.parquet' WHERE id = 'sprites-4#0000042'";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertTrue(result.next());
            assertEquals(
                    sprite,
                    new Sprite(
                            result.getInt(1),
                            result.getFloat(2),
                            result.getFloat(3),
                            result.getFloat(4),
                            result.getFloat(5)));
            assertEquals("STRUCT(shape INTEGER, scale FLOAT, rotation FLOAT, x FLOAT, y FLOAT)", result.getString(6));
        }
    }

    @Test
    void factorsAreKeptWhereADatasetIsIngestedAgain() throws IOException {
        IngestFixture again = IngestFixture.of(folder.resolve("sprites"), folder.resolve("again"));

        assertEquals(summary.fingerprint(), again.run().fingerprint());
        assertEquals(sorted(sprites.frame(), "factors"), sorted(again.frame(), "factors"));
    }

    @Test
    void parquetsFactorsOfAnyNamesAndNumbersAreKeptNullsToo() throws IOException {
        Dataset<Row> other = sprites.frame()
                .selectExpr(
                        "id",
                        "image",
                        "if(label = 0, null, named_struct('zoom', 2L * label, 'tilt', cast(1.5 as double))) factors");
        other.write().parquet(folder.resolve("other").toString());
        IngestFixture ingest = IngestFixture.of(folder.resolve("other"), folder.resolve("kept"));
        ingest.run();

        assertEquals(
                "struct<zoom:bigint,tilt:double>",
                ingest.frame().schema().apply(ImageRows.FACTORS).dataType().catalogString());
        assertEquals(sorted(other, "id", "factors"), sorted(ingest.frame(), "id", "factors"));
    }

    @Test
    void parquetsFactorsThatAreNoStructOfNumbersAreLeftOut() throws IOException {
        for (String factors : List.of("'none'", "named_struct('shape', 'heart')")) {
            Path input = folder.resolve("in-" + factors.length());
            sprites.frame()
                    .selectExpr("id", "image", factors + " factors")
                    .write()
                    .parquet(input.toString());
            IngestFixture ingest = IngestFixture.of(input, folder.resolve("out-" + factors.length()));
            ingest.run();

            assertFalse(Arrays.asList(ingest.frame().columns()).contains(ImageRows.FACTORS));
        }
    }

    @Test
    void digitsHaveNoFactors() throws IOException {
        IngestFixture digits =
                IngestFixture.of("synthetic:digits", folder.resolve("digits")).synthetic(20, 4);
        digits.run();

        assertEquals(
                List.of(ImageRows.SCHEMA.fieldNames()), List.of(digits.frame().columns()));
    }
}
