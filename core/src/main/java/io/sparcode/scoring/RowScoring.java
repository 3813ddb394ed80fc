package io.sparcode.scoring;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Adds code and scores to a partition's rows. */
final class RowScoring implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    private final Broadcast<NetworkSnapshot> network;
    private final int batchRecords;
    private final InputColumn input;
    private final boolean codeAsVector;
    private final boolean crossEntropy;
    private final double[] trainingErrors;
    private final double threshold;

    /** Takes from the columns, which must not travel themselves, what a task needs. */
    RowScoring(
            Broadcast<NetworkSnapshot> network,
            int batchRecords,
            InputColumn input,
            EncodedColumns columns,
            double[] trainingErrors,
            double threshold) {
        this.network = network;
        this.batchRecords = batchRecords;
        this.input = input;
        this.codeAsVector = columns.codeType() == CodeType.VECTOR;
        this.crossEntropy = columns.crossEntropy();
        this.trainingErrors = trainingErrors;
        this.threshold = threshold;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        NetworkSnapshot snapshot = network.value();
        BatchScoring<Row> scored =
                new BatchScoring<>(rows, input.reader(snapshot.inputShape()), snapshot, batchRecords, crossEntropy);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return scored.hasNext();
            }

            @Override
            public Row next() {
                return encoded(scored.next());
            }
        };
    }

    private Row encoded(BatchScoring.Scored<Row> scored) {
        Row row = scored.item();
        Object[] values = new Object[row.size() + (crossEntropy ? 5 : 4)];
        int next = 0;
        while (next < row.size()) {
            values[next] = row.get(next++);
        }
        double error = scored.meanSquaredError();
        double anomalyScore = ErrorQuantiles.rank(trainingErrors, error);
        values[next++] = codeAsVector ? Vectors.dense(doubles(scored.code())) : scored.code();
        values[next++] = error;
        if (crossEntropy) {
            values[next++] = Double.isNaN(scored.crossEntropy()) ? null : scored.crossEntropy();
        }
        values[next++] = anomalyScore;
        values[next] = anomalyScore > threshold;
        return RowFactory.create(values);
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
