package io.sparcode.scoring;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
    private final RecordSource records;
    private final boolean codeAsVector;
    private final boolean crossEntropy;
    private final LatentScoring latent;
    private final double[] trainingErrors;
    private final double threshold;

    /** Takes from the columns, which must not travel themselves, what a task needs. */
    RowScoring(
            Broadcast<NetworkSnapshot> network,
            int batchRecords,
            RecordSource records,
            EncodedColumns columns,
            double[] trainingErrors,
            double threshold) {
        this.network = network;
        this.batchRecords = batchRecords;
        this.records = records;
        this.codeAsVector = columns.codeType() == CodeType.VECTOR;
        this.crossEntropy = columns.crossEntropy();
        this.latent = columns.latent();
        this.trainingErrors = trainingErrors;
        this.threshold = threshold;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        NetworkSnapshot snapshot = network.value();
        EngineBatches<Row, BatchScoring.Scored<Row>> scored = new EngineBatches<>(
                rows,
                records.reader(snapshot.inputShape(), snapshot.targetShape()),
                snapshot,
                batchRecords,
                new BatchScoring<>(
                        crossEntropy && records.isCompared(),
                        records.corruption(),
                        latent == null ? null : new LatentScores(latent)));
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
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        values.add(code(scored.code()));
        if (latent != null && latent.deviations()) {
            values.add(code(scored.latent().deviations()));
        }
        double error = scored.meanSquaredError();
        values.add(records.isCompared() ? error : null);
        if (crossEntropy) {
            values.add(orNull(scored.crossEntropy()));
        }
        if (records.isCorrupted()) {
            values.add(scored.corruptionError());
        }
        if (latent != null) {
            values.add(scored.latent().divergence());
            values.add(orNull(scored.latent().bound()));
            if (latent.samples() > 0) {
                values.add(orNull(scored.latent().logLikelihood()));
            }
        }
        Double anomalyScore = records.isCompared() ? ErrorQuantiles.rank(trainingErrors, error) : null;
        values.add(anomalyScore);
        values.add(anomalyScore == null ? null : anomalyScore > threshold);
        return RowFactory.create(values.toArray());
    }

    private Object code(float[] code) {
        return codeAsVector ? Vectors.dense(doubles(code)) : code;
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
