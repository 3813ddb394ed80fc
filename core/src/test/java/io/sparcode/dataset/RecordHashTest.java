package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class RecordHashTest {
    private final SparkSession spark = TestSpark.session();

    @Test
    void smallerSamplesArePartOfLargerOnesAndAnotherSeedDrawsOthers() {
        Dataset<Row> records = records(2_000);

        List<String> hundred = drawn(records, 100, 3);

        assertEquals(hundred.subList(0, 40), drawn(records.repartition(5), 40, 3));
        assertNotEquals(hundred, drawn(records, 100, 4));
        assertTrue(drawn(records(4_000), 400, 3).containsAll(hundred.subList(0, 50)));
    }

    @Test
    void samplesHaveTheSharesOfTheSplitsThatTheSameSeedMade() {
        for (long seed : new long[] {0, 1, 7}) {
            long trained = records(10_000)
                    .withColumn("split", Splits.column(col("id"), lit(null), 0.25, 0.25, seed))
                    .orderBy(RecordHash.of(seed))
                    .limit(1_000)
                    .where("split = 'train'")
                    .count();

            assertEquals(500, trained, 60);
        }
    }

    private Dataset<Row> records(long count) {
        return spark.range(count).select(col("id").cast("string"));
    }

    private static List<String> drawn(Dataset<Row> records, int count, long seed) {
        return records.orderBy(RecordHash.of(seed)).limit(count).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
