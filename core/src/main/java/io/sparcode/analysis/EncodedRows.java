package io.sparcode.analysis;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.CodeColumn;
import io.sparcode.scoring.EncodedColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Encoded rows brought to one form, whatever of their columns there is. */
final class EncodedRows {
    /** The column of codes, [code size]. */
    /** The column of known factors, a struct of numbers. */

    /** The scores there may be. */
    private static final List<String> SCORES = List.of(
            EncodedColumns.RECONSTRUCTION_MSE,
            EncodedColumns.RECONSTRUCTION_BCE,
            EncodedColumns.KL_DIVERGENCE,
            EncodedColumns.ELBO,
            EncodedColumns.LOG_LIKELIHOOD,
            EncodedColumns.ANOMALY_SCORE);

    private final Dataset<Row> frame;
    private final List<String> scores;
    private final boolean ofCorrupted;

    /**
     * Takes a frame.
     *
     * @throws BadDataException if it has no ids or codes
     */
    EncodedRows(Dataset<Row> encoded) {
        StructType schema = encoded.schema();
        List<String> present = Arrays.asList(schema.fieldNames());
        if (!present.contains(ImageRows.ID)) {
            throw new BadDataException("encoded rows have no column " + ImageRows.ID + "; columns are " + present);
        }
        scores = SCORES.stream().filter(present::contains).toList();
        List<Column> columns = new ArrayList<>();
        columns.add(col(ImageRows.ID).cast(DataTypes.StringType));
        columns.add(ImageRows.orNull(present, ImageRows.LABEL, DataTypes.IntegerType));
        columns.add(ImageRows.orNull(present, ImageRows.SPLIT, DataTypes.StringType));
        columns.add(CodeColumn.floats(schema));
        scores.forEach(score -> columns.add(col(score).cast(DataTypes.DoubleType)));
        columns.add(ImageRows.orNull(present, EncodedColumns.IS_ANOMALY, DataTypes.BooleanType));
        if (present.contains(ImageRows.FACTORS)
                && schema.apply(ImageRows.FACTORS).dataType() instanceof StructType) {
            columns.add(col(ImageRows.FACTORS));
        }
        frame = encoded.select(columns.toArray(Column[]::new));
        ofCorrupted = present.contains(EncodedColumns.CORRUPTION_MSE);
    }

    private EncodedRows(Dataset<Row> frame, List<String> scores, boolean ofCorrupted) {
        this.frame = frame;
        this.scores = scores;
        this.ofCorrupted = ofCorrupted;
    }

    /** Returns these rows with sketches for codes. */
    EncodedRows sketched() {
        return new EncodedRows(CodeSketch.of(frame), scores, ofCorrupted);
    }

    /** Returns these rows without labels where there are more of those than of classes. */
    EncodedRows labelledByClass() {
        long labels = frame.select(ImageRows.LABEL)
                .distinct()
                .limit(ImageRows.MAX_LABELS + 2)
                .count();
        // Null is one of them.
        return labels <= ImageRows.MAX_LABELS + 1
                ? this
                : new EncodedRows(
                        frame.withColumn(ImageRows.LABEL, lit(null).cast(DataTypes.IntegerType)), scores, ofCorrupted);
    }

    /** Returns the rows: id, label, split, code, the scores there are, is_anomaly, and factors where there are such. */
    Dataset<Row> frame() {
        return frame;
    }

    /** Returns the scores that the rows have. */
    List<String> scores() {
        return scores;
    }

    /** Returns whether records were corrupted before they were encoded, so that errors are of the corrupted ones. */
    boolean isOfCorrupted() {
        return ofCorrupted;
    }

    /** Returns whether the rows have a column. */
    boolean has(String column) {
        return Arrays.asList(frame.columns()).contains(column);
    }

    /** Returns every code. */
    JavaRDD<float[]> codes() {
        return floats(frame, CodeColumn.NAME);
    }

    /** Returns a column of arrays of floats: from Spark's own rows, since others box each value. */
    static JavaRDD<float[]> floats(Dataset<Row> rows, String column) {
        return rows.select(column)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(row -> row.getArray(0).toFloatArray());
    }
}
