package io.sparcode.scoring;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Scores a partition's items as they are asked for: reads one batch, computes it, hands its items out, and only then
 * reads the next. The network goes back when the items are at an end or the task is, whichever comes first.
 *
 * @param <T> what a record is read from
 */
final class BatchScoring<T> implements Iterator<BatchScoring.Scored<T>> {
    /** Several hundred, where a matrix product is as fast as it gets. */
    static final int BATCH_RECORDS = 512;

    /** Records this large or larger come in smaller batches: 32 MB of input, a few times that between layers. */
    private static final int BATCH_VALUES = 8 << 20;

    /** Writes an item's values. */
    @FunctionalInterface
    interface Reader<T> {
        void read(T item, float[] into, int offset);
    }

    /**
     * An item with what the network made of it.
     *
     * @param item what was read
     * @param code [code size]
     * @param meanSquaredError lower is better
     * @param crossEntropy in nats a value, lower is better; NaN if a value is outside [0, 1]
     */
    record Scored<T>(T item, float[] code, double meanSquaredError, double crossEntropy) {}

    private final Iterator<T> items;
    private final Reader<T> reader;
    private final int size;
    private final float[] values;
    private final int batchRecords;
    private final Deque<Scored<T>> ready = new ArrayDeque<>();
    private LoadedNetwork network;

    BatchScoring(Iterator<T> items, Reader<T> reader, NetworkSnapshot snapshot, int batchRecords) {
        this.items = items;
        this.reader = reader;
        this.size = snapshot.recordSize();
        this.batchRecords = Math.max(1, Math.min(batchRecords, BATCH_VALUES / size));
        this.values = new float[this.batchRecords * size];
        this.network = LoadedNetworks.borrow(snapshot);
        TaskContext task = TaskContext.get();
        if (task != null) {
            // A task that is limited, fails or is killed never comes to the end of its items.
            task.addTaskCompletionListener((TaskCompletionListener) ended -> giveBack());
        }
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && network != null) {
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
        Deque<T> batch = new ArrayDeque<>(batchRecords);
        while (batch.size() < batchRecords && items.hasNext()) {
            T item = items.next();
            reader.read(item, values, batch.size() * size);
            batch.add(item);
        }
        if (batch.isEmpty()) {
            giveBack();
            return;
        }
        LoadedNetwork.Outputs outputs = compute(batch.size());
        int codeSize = outputs.codes().length / batch.size();
        int record = 0;
        for (T item : batch) {
            float[] code = Arrays.copyOfRange(outputs.codes(), record * codeSize, (record + 1) * codeSize);
            int offset = record * size;
            ready.add(new Scored<>(
                    item,
                    code,
                    ReconstructionError.meanSquared(values, outputs.reconstructions(), offset, size),
                    ReconstructionError.crossEntropy(values, outputs.reconstructions(), offset, size)));
            record++;
        }
    }

    private LoadedNetwork.Outputs compute(int records) {
        try {
            return network.compute(values, records, size);
        } catch (RuntimeException e) {
            // In what state it was left is not known: the next task builds its own.
            network = null;
            throw e;
        }
    }

    private void giveBack() {
        if (network != null) {
            LoadedNetworks.giveBack(network);
            network = null;
        }
    }
}
