package io.sparcode.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.pmod;

import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.RecordHash;
import io.sparcode.scoring.EncodedColumns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Chooses the records that pictures show among encoded rows, by a hash of seed and id. */
final class ShownRecords {
    private static final String CHOSEN = "chosen";
    private static final String GROUP = "group";
    private static final String SET = "set";

    private final Dataset<Row> encoded;
    private final long seed;

    /**
     * Chooses among rows.
     *
     * @param encoded rows with id, label and reconstruction error, of the split that is shown
     */
    ShownRecords(Dataset<Row> encoded, long seed) {
        this.encoded = encoded;
        this.seed = seed;
    }

    /** Returns rows with ids, labels and errors in the types that they have where a job wrote them. */
    static Dataset<Row> typed(Dataset<Row> encoded) {
        return encoded.withColumn(ImageRows.ID, col(ImageRows.ID).cast(DataTypes.StringType))
                .withColumn(ImageRows.LABEL, col(ImageRows.LABEL).cast(DataTypes.IntegerType))
                .withColumn(
                        EncodedColumns.RECONSTRUCTION_MSE,
                        col(EncodedColumns.RECONSTRUCTION_MSE).cast(DataTypes.DoubleType));
    }

    /** Returns whether any of the records has a label. */
    boolean haveLabels() {
        return !encoded.where(col(ImageRows.LABEL).isNotNull()).isEmpty();
    }

    /** A record's label and reconstruction error; the label may be null. */
    record Scored(Integer label, double error) {}

    /**
     * Returns the ids of some sets of records: each has one of each of the first labels, in their order, or any where there
     * are no labels.
     */
    List<List<String>> ofEachLabel(int sets, int most, boolean labelled) {
        Column group = labelled ? col(ImageRows.LABEL) : pmod(RecordHash.of(seed + 1), lit(most));
        List<Row> rows = encoded.where(labelled ? col(ImageRows.LABEL).isNotNull() : lit(true))
                .groupBy(
                        group.as(GROUP),
                        pmod(RecordHash.of(seed + 2), lit(sets)).as(SET))
                .agg(min_by(col(ImageRows.ID), RecordHash.of(seed)).as(CHOSEN))
                .orderBy(GROUP, SET)
                .limit(most * sets)
                .collectAsList();
        List<List<String>> chosen = new ArrayList<>();
        for (long set = 0; set < sets; set++) {
            long which = set;
            List<String> ids = rows.stream()
                    .filter(row -> row.<Number>getAs(SET).longValue() == which)
                    .map(row -> row.<String>getAs(CHOSEN))
                    .toList();
            if (!ids.isEmpty()) {
                chosen.add(ids);
            }
        }
        return chosen;
    }

    /** Returns the ids of the records whose error is nearest to the given one. */
    List<String> nearest(double error, int count) {
        return encoded
                .where(col(EncodedColumns.RECONSTRUCTION_MSE).isNotNull())
                .orderBy(abs(col(EncodedColumns.RECONSTRUCTION_MSE).minus(error)), col(ImageRows.ID))
                .limit(count)
                .select(ImageRows.ID)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** Returns records' labels and errors, by id; ids that there are none of are left out. */
    static Map<String, Scored> scored(Dataset<Row> encoded, Collection<String> ids) {
        Map<String, Scored> scored = new HashMap<>();
        encoded.where(col(ImageRows.ID).isin(ids.toArray()))
                .select(ImageRows.ID, ImageRows.LABEL, EncodedColumns.RECONSTRUCTION_MSE)
                .collectAsList()
                .forEach(row -> scored.put(
                        row.getString(0),
                        new Scored(
                                row.isNullAt(1) ? null : row.getInt(1),
                                row.isNullAt(2) ? Double.NaN : row.getDouble(2))));
        return scored;
    }
}
