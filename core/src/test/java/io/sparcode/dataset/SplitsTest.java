package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitsTest {
    private final SparkSession spark = TestSpark.session();

    @TempDir
    Path folder;

    private Map<String, Long> counts(double validation, double test, long seed) {
        Dataset<Row> splits = spark.range(20_000)
                .select(Splits.column(col("id").cast("string"), lit(null), validation, test, seed)
                        .as("split"));
        return splits.groupBy("split").count().collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
    }

    @Test
    void sharesComeCloseToTheFractions() {
        Map<String, Long> counts = counts(0.2, 0.1, 0);

        assertEquals(4_000, counts.get("validation"), 200);
        assertEquals(2_000, counts.get("test"), 150);
        assertEquals(14_000, counts.get("train"), 250);
    }

    @Test
    void fractionOfNothingIsNothing() {
        assertEquals(Map.of("train", 20_000L), counts(0, 0, 0));
    }

    @Test
    void anotherSeedIsAnotherDivision() {
        List<String> one = splitsOfSeed(1);

        assertEquals(one, splitsOfSeed(1));
        assertNotEquals(one, splitsOfSeed(2));
    }

    private List<String> splitsOfSeed(long seed) {
        return spark
                .range(100)
                .select(Splits.column(col("id").cast("string"), lit(null), 0.5, 0, seed))
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void addingFilesMovesNoRecordBetweenSplits() throws IOException {
        for (int i = 0; i < 30; i++) {
            image("cats", i);
        }
        Map<String, String> before = splitsOfIngest();
        for (int i = 30; i < 60; i++) {
            image("cats", i);
            image("ants", i);
        }

        Map<String, String> after = splitsOfIngest();

        assertEquals(90, after.size());
        after.keySet().retainAll(before.keySet());
        assertEquals(before, after);
    }

    private void image(String label, int index) {
        InputFixture.write(
                folder.resolve("in").resolve(label).resolve(index + ".png"),
                InputFixture.encodedGrey("png", 2, 2, index));
    }

    private Map<String, String> splitsOfIngest() throws IOException {
        return IngestFixture.of(folder.resolve("in"), folder.resolve("out"))
                .split(0.3, 0.3, 5)
                .overwrite()
                .rows()
                .stream()
                .collect(Collectors.toMap(row -> row.getAs(ImageRows.ID), row -> row.getAs(ImageRows.SPLIT)));
    }
}
