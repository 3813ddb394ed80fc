package io.sparcode.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoded rows as Parquet, read by a reader that is not Spark. */
class EncodedParquetTest {
    @TempDir
    static Path folder;

    private static Map<String, Row> expected;

    @BeforeAll
    static void encode() {
        Dataset<Row> images = SmallImages.frame(120).cache();
        AutoencoderModel model = SmallImages.estimator().setContamination(0.1).fit(images);
        Dataset<Row> encoded = model.transform(images).drop("image");
        encoded.write()
                .options(model.parquetOptions())
                .parquet(folder.resolve("codes").toString());
        expected = encoded.collectAsList().stream().collect(Collectors.toMap(row -> row.getAs("id"), row -> row));
    }

    private static String files() {
        return "'" + folder.resolve("codes") + "/*.parquet'";
    }

    @Test
    void everyValueIsReadBackByDuckDb() throws SQLException {
        int rows = 0;
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet found = statement.executeQuery("select * from read_parquet(" + files() + ")")) {
            while (found.next()) {
                Row row = expected.get(found.getString("id"));
                assertEquals(row.<Integer>getAs("label"), found.getInt("label"));
                assertEquals(row.<String>getAs("split"), found.getString("split"));
                Object[] code = (Object[]) found.getArray("code").getArray();
                assertEquals(row.getList(row.fieldIndex("code")), List.of(code));
                for (String score : List.of("reconstruction_mse", "reconstruction_bce", "anomaly_score")) {
                    assertEquals(row.<Double>getAs(score), found.getDouble(score), score);
                }
                assertEquals(row.<Boolean>getAs("is_anomaly"), found.getBoolean("is_anomaly"));
                rows++;
            }
        }
        assertEquals(120, rows);
    }

    @Test
    void typesAreThoseOfTheDesign() throws SQLException {
        Map<String, String> types = new TreeMap<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet found = statement.executeQuery("describe select * from read_parquet(" + files() + ")")) {
            while (found.next()) {
                types.put(found.getString("column_name"), found.getString("column_type"));
            }
        }
        assertEquals(
                Map.of(
                        "id", "VARCHAR",
                        "label", "INTEGER",
                        "split", "VARCHAR",
                        "code", "FLOAT[]",
                        "reconstruction_mse", "DOUBLE",
                        "reconstruction_bce", "DOUBLE",
                        "anomaly_score", "DOUBLE",
                        "is_anomaly", "BOOLEAN"),
                types);
    }

    @Test
    void columnsComeBackWithTheirComments() {
        Dataset<Row> read =
                LocalSpark.session().read().parquet(folder.resolve("codes").toString());

        for (StructField field : read.schema().fields()) {
            boolean added = !List.of("id", "label", "split").contains(field.name());
            assertEquals(added, field.getComment().isDefined(), field.name());
        }
    }

    @Test
    void aboutTheExpectedShareOfTheTrainingSetIsMarked() {
        long marked = expected.values().stream()
                .filter(row -> row.<String>getAs("split").equals("train"))
                .filter(row -> row.<Boolean>getAs("is_anomaly"))
                .count();

        assertTrue(marked >= 8 && marked <= 11, marked + " of 96 at a contamination of 0.1");
    }
}
