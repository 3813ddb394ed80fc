package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Corruptor;
import io.sparcode.model.engine.EnginePool;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import io.sparcode.model.engine.ReconstructionError;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Scores a partition's items as they are asked for: reads one batch, computes it, hands its items out, and only then
 * reads the next. The network goes back when the items are at an end or the task is, whichever comes first.
 *
 * @param <T> what a record is read from
 */
final class BatchScoring<T> implements Iterator<BatchScoring.Scored<T>> {
    /** As many as make a matrix product fast; 128 small images and all that becomes of them fit the second cache. */
    static final int BATCH_RECORDS = 128;

    /** Records this large or larger come in smaller batches: 32 MB of input, a few times that between layers. */
    private static final int BATCH_VALUES = 8 << 20;

    /** Reads items into batches. */
    interface Reader<T> {
        /** Returns an empty batch for items like the first. */
        RecordBatch newBatch(T first, int capacity);

        /** Adds an item's record. */
        void add(T item, RecordBatch batch);
    }

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

    private final Iterator<T> items;
    private final Reader<T> reader;
    private final String networkId;
    private final int batchRecords;
    private final boolean crossEntropy;
    private final Corruptor.Copy corruption;
    private final LatentScores latentScores;
    private final Deque<Scored<T>> ready = new ArrayDeque<>();
    private RecordBatch batch;
    private NetworkEngine engine;

    /**
     * Begins.
     *
     * @param corruption what is done to records before they are encoded, or null
     * @param latentScores what scores a variational autoencoder's distributions over codes, or null
     */
    BatchScoring(
            Iterator<T> items,
            Reader<T> reader,
            NetworkSnapshot snapshot,
            int batchRecords,
            boolean crossEntropy,
            Corruptor.Copy corruption,
            LatentScores latentScores) {
        this.items = items;
        this.reader = reader;
        this.networkId = snapshot.id();
        this.batchRecords = Math.max(1, Math.min(batchRecords, BATCH_VALUES / snapshot.recordSize()));
        this.crossEntropy = crossEntropy;
        this.corruption = corruption;
        this.latentScores = latentScores;
        this.engine = EnginePool.borrow(networkId, snapshot::toEngine);
        TaskContext task = TaskContext.get();
        if (task != null) {
            // A task that is limited, fails or is killed never comes to the end of its items.
            task.addTaskCompletionListener((TaskCompletionListener) ended -> giveBack());
        }
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && engine != null) {
            computeBatch();
        }
        return !ready.isEmpty();
    }

    @Override
    public Scored<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void computeBatch() {
        Deque<T> read = new ArrayDeque<>(batchRecords);
        if (batch != null) {
            batch.clear();
        }
        while (read.size() < batchRecords && items.hasNext()) {
            T item = items.next();
            if (batch == null) {
                batch = reader.newBatch(item, batchRecords);
            }
            reader.add(item, batch);
            read.add(item);
        }
        if (read.isEmpty()) {
            giveBack();
            return;
        }
        RecordBatch encoded = corruption == null ? batch : corruption.of(batch);
        double[] corruptionErrors = corruption == null ? new double[read.size()] : squaredDifferences(encoded, batch);
        Computed computed = compute(encoded);
        NetworkEngine.Reconstruction made = computed.made;
        int codeSize = made.codes().length / read.size();
        int record = 0;
        for (T item : read) {
            ready.add(new Scored<>(
                    item,
                    Arrays.copyOfRange(made.codes(), record * codeSize, (record + 1) * codeSize),
                    made.meanSquaredErrors()[record],
                    crossEntropy ? made.crossEntropies()[record] : Double.NaN,
                    corruptionErrors[record],
                    computed.latent == null ? null : computed.latent[record]));
            record++;
        }
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

    private record Computed(NetworkEngine.Reconstruction made, LatentScores.LatentScore[] latent) {}

    private Computed compute(RecordBatch encoded) {
        try {
            NetworkEngine.Reconstruction made =
                    engine.reconstruct(encoded, crossEntropy ? Set.of(Wanted.CROSS_ENTROPIES) : Set.of());
            return new Computed(made, latentScores == null ? null : latentScores.of(engine, encoded, made));
        } catch (RuntimeException e) {
            // In what state it was left is not known: the next task builds its own.
            engine = null;
            throw e;
        }
    }

    private void giveBack() {
        if (engine != null) {
            EnginePool.giveBack(networkId, engine);
            engine = null;
        }
    }
}
