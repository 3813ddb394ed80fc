package io.sparcode.ml;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.BadDataException;
import io.sparcode.provenance.Provenance;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Which records are trained on and watched, by their labels.
 *
 * @param column of the labels
 * @param labels ascending; empty for all records, also those without one
 */
record TrainingLabels(String column, List<Integer> labels) {
    /** Their name among a model's options. */
    static final String OPTION = "trainingLabels";

    private static final int SHOWN = 20;

    static TrainingLabels of(Autoencoder params) {
        return new TrainingLabels(
                params.getLabelCol(),
                Arrays.stream(params.getTrainingLabels()).sorted().boxed().toList());
    }

    /** Returns those that a model was trained on; none for all records. */
    static SortedSet<Integer> of(Provenance model) {
        SortedSet<Integer> labels = new TreeSet<>();
        if (model.options().get(OPTION) instanceof List<?> given) {
            given.forEach(label -> labels.add(((Number) label).intValue()));
        }
        return Collections.unmodifiableSortedSet(labels);
    }

    /** Returns whether there are none, so that labels do not matter. */
    boolean isEmpty() {
        return labels.isEmpty();
    }

    /**
     * Refuses a schema in which labels cannot be found.
     *
     * @throws IllegalArgumentException if there is no column of numbers to find them in
     */
    void requireColumn(StructType schema) {
        if (isEmpty()) {
            return;
        }
        if (!Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new IllegalArgumentException("trainingLabels = " + labels + " needs the column " + column
                    + ", and the columns are " + Arrays.asList(schema.fieldNames()));
        }
        DataType type = schema.apply(column).dataType();
        if (!(type instanceof NumericType)) {
            throw new IllegalArgumentException("trainingLabels = " + labels + " needs numbers in the column " + column
                    + ", which is of type " + type.catalogString());
        }
    }

    /** Returns the rows of these labels. */
    Dataset<Row> in(Dataset<Row> rows) {
        return isEmpty() ? rows : rows.where(col(column).isin(labels.toArray()));
    }

    /**
     * Refuses labels that no record is trained on with: a misspelt one would otherwise go unnoticed.
     *
     * @param training of these labels
     * @param all what those were taken from
     * @throws BadDataException if there are such
     */
    void requireEach(Dataset<Row> training, Dataset<Row> all) {
        if (isEmpty()) {
            return;
        }
        List<Integer> found = distinct(training, labels.size());
        List<Integer> missing =
                labels.stream().filter(label -> !found.contains(label)).toList();
        if (!missing.isEmpty()) {
            throw new BadDataException("no training record has the labels " + missing + " of trainingLabels = " + labels
                    + "; the first labels in the column " + column + " are " + distinct(all, SHOWN));
        }
    }

    private List<Integer> distinct(Dataset<Row> rows, int limit) {
        return rows
                .select(col(column).cast("int"))
                .where(col(column).isNotNull())
                .distinct()
                .orderBy(column)
                .limit(limit)
                .collectAsList()
                .stream()
                .map(row -> row.getInt(0))
                .toList();
    }
}
