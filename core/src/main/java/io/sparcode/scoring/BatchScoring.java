package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Corruptor;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import io.sparcode.model.engine.ReconstructionError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Scores a batch's items.
 *
 * @param <T> what a record is read from
 */
final class BatchScoring<T> implements EngineBatches.Computation<T, BatchScoring.Scored<T>> {
    /**
     * An item with what the network made of it.
     *
     * @param item what was read
     * @param code [code size]
     * @param meanSquaredError lower is better; NaN where there is nothing to compare with
     * @param crossEntropy in nats a value, lower is better; NaN if a value is outside [0, 1], if there is nothing to
     *     compare with, or if it was not wanted
     * @param corruptionError the mean squared difference of the record as it was encoded and as it was read
     * @param latent scores by a variational autoencoder; null if they were not wanted
     */
    record Scored<T>(
            T item,
            float[] code,
            double meanSquaredError,
            double crossEntropy,
            double corruptionError,
            LatentScores.LatentScore latent) {}

    private final boolean crossEntropy;
    private final Corruptor.Copy corruption;
    private final LatentScores latentScores;

    /**
     * Prepares.
     *
     * @param corruption what is done to records before they are encoded, or null
     * @param latentScores what scores a variational autoencoder's distributions over codes, or null
     */
    BatchScoring(boolean crossEntropy, Corruptor.Copy corruption, LatentScores latentScores) {
        this.crossEntropy = crossEntropy;
        this.corruption = corruption;
        this.latentScores = latentScores;
    }

    @Override
    public Collection<Scored<T>> compute(NetworkEngine engine, List<T> items, RecordBatch batch) {
        int records = items.size();
        RecordBatch encoded = corruption == null ? batch : corruption.of(batch);
        double[] corruptionErrors = corruption == null ? new double[records] : squaredDifferences(encoded, batch);
        NetworkEngine.Reconstruction made =
                engine.reconstruct(encoded, crossEntropy ? Set.of(Wanted.CROSS_ENTROPIES) : Set.of());
        LatentScores.LatentScore[] latent = latentScores == null ? null : latentScores.of(engine, encoded, made);
        int codeSize = made.codes().length / records;
        List<Scored<T>> scored = new ArrayList<>(records);
        for (int record = 0; record < records; record++) {
            scored.add(new Scored<>(
                    items.get(record),
                    Arrays.copyOfRange(made.codes(), record * codeSize, (record + 1) * codeSize),
                    made.meanSquaredErrors()[record],
                    crossEntropy ? made.crossEntropies()[record] : Double.NaN,
                    corruptionErrors[record],
                    latent == null ? null : latent[record]));
        }
        return scored;
    }

    private static double[] squaredDifferences(RecordBatch batch, RecordBatch other) {
        double[] differences = new double[batch.records()];
        float[] values = new float[batch.size()];
        float[] others = new float[batch.size()];
        for (int record = 0; record < differences.length; record++) {
            batch.read(record, values, 0);
            other.read(record, others, 0);
            differences[record] = ReconstructionError.meanSquared(values, others, 0, values.length);
        }
        return differences;
    }
}
