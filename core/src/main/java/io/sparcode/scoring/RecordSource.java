package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Corruptor;
import io.sparcode.model.TensorShape;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Where a frame has its records, what their reconstructions are compared with, and what is done to them before they are
 * encoded. Serializable, so that a task can close over it.
 */
public final class RecordSource implements Serializable {
    private static final long serialVersionUID = 1;

    private enum Comparison {
        WITH_ITSELF,
        WITH_TARGET,
        NONE
    }

    private final InputColumn input;
    private final InputColumn target;
    private final Comparison comparison;
    private final Corruptor corruptor;
    private final long seed;

    private RecordSource(InputColumn input, InputColumn target, Comparison comparison, Corruptor corruptor, long seed) {
        this.input = input;
        this.target = target;
        this.comparison = comparison;
        this.corruptor = corruptor;
        this.seed = seed;
    }

    /**
     * Finds the columns in a schema.
     *
     * @param targetCol what reconstructions are compared with: empty for the record itself. Where the schema has no such
     *     column they are compared with nothing
     * @throws IllegalArgumentException if there is no input column, or a column is of the wrong type
     */
    public static RecordSource of(StructType schema, String inputCol, String targetCol) {
        InputColumn input = InputColumn.of(schema, inputCol);
        if (targetCol.isEmpty()) {
            return new RecordSource(input, null, Comparison.WITH_ITSELF, Corruptor.NONE, 0);
        }
        return Arrays.asList(schema.fieldNames()).contains(targetCol)
                ? new RecordSource(
                        input, InputColumn.ofTarget(schema, targetCol), Comparison.WITH_TARGET, Corruptor.NONE, 0)
                : new RecordSource(input, null, Comparison.NONE, Corruptor.NONE, 0);
    }

    /** Returns this with records corrupted before they are encoded, and compared with what they were. */
    public RecordSource corruptedBy(Corruptor newCorruptor, long newSeed) {
        return new RecordSource(input, target, comparison, newCorruptor, newSeed);
    }

    /** Returns whether reconstructions are compared with something, so that there are errors. */
    public boolean isCompared() {
        return comparison != Comparison.NONE;
    }

    /** Returns whether records are corrupted. */
    public boolean isCorrupted() {
        return !corruptor.isNone();
    }

    /** Returns what corrupts a task's records, or null. */
    public Corruptor.Copy corruption() {
        return isCorrupted() ? corruptor.new Copy(seed, Corruptor.ENCODING) : null;
    }

    /** Returns a reader of the clean records and their targets, each of the given shape. */
    public BatchReader<Row> reader(TensorShape inputShape, TensorShape targetShape) {
        BatchReader<Row> records = input.reader(inputShape);
        BatchReader<Row> targets = target == null ? null : target.reader(targetShape);
        return new BatchReader<>() {
            @Override
            public RecordBatch newBatch(Row first, int capacity) {
                RecordBatch batch = records.newBatch(first, capacity);
                if (targets != null) {
                    batch.setTarget(targets.newBatch(first, capacity));
                } else if (!isCompared()) {
                    batch.removeTarget();
                }
                return batch;
            }

            @Override
            public void add(Row row, RecordBatch batch) {
                records.add(row, batch);
                if (targets != null) {
                    targets.add(row, batch.target());
                }
            }
        };
    }
}
