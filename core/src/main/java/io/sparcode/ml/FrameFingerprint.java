package io.sparcode.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparcode.dataset.ImageRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Identifies the records of a frame that has no fingerprint of its own, whatever their order and partitions. */
final class FrameFingerprint {
    private FrameFingerprint() {}

    /**
     * Returns the number of records and two sums of independent 64-bit hashes of id, content and choice.
     *
     * @param contentCols images, vectors or arrays
     * @param choosingCols by which records are chosen, where the frame has them
     */
    static String of(Dataset<Row> rows, List<String> contentCols, List<String> choosingCols) {
        List<Column> parts = new ArrayList<>();
        List<String> plain = new ArrayList<>(List.of(ImageRows.ID));
        plain.addAll(choosingCols);
        for (String name : plain) {
            if (Arrays.asList(rows.columns()).contains(name)) {
                parts.add(col(name));
            }
        }
        for (String name : contentCols) {
            if (rows.schema().apply(name).dataType() instanceof StructType) {
                parts.add(col("`" + name + "`.height"));
                parts.add(col("`" + name + "`.width"));
                parts.add(col("`" + name + "`.nChannels"));
            }
            parts.add(RecordKey.content(rows.schema(), name));
        }
        Row sums = rows.select(hash("a", parts).as("a"), hash("b", parts).as("b"))
                .agg(count(lit(1)), sum("a"), sum("b"))
                .first();
        return sums.getLong(0) + "-" + sums.get(1) + "-" + sums.get(2);
    }

    private static Column hash(String salt, List<Column> parts) {
        List<Column> salted = new ArrayList<>(parts);
        salted.add(0, lit(salt));
        // As decimals, whose sum cannot overflow below 10^18 records.
        return xxhash64(salted.toArray(Column[]::new)).cast(DataTypes.createDecimalType(20, 0));
    }
}
