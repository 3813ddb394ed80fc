package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.engine.EnginePool;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.RecordsAtATime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Puts a partition's items through a network as its results are asked for: reads one batch, computes it, hands its results
 * out, and only then reads the next. The network goes back when the items are at an end or the task is, whichever comes
 * first.
 *
 * @param <T> what a record is read from
 * @param <R> what is made of it
 */
public final class EngineBatches<T, R> implements Iterator<R> {
    /** As many as a network computes together. */
    public static final int BATCH_RECORDS = RecordsAtATime.MOST;

    /**
     * What is done with a batch.
     *
     * @param <T> what a record is read from
     * @param <R> what is made of it
     */
    @FunctionalInterface
    public interface Computation<T, R> {
        /** Returns the results of a batch's items, of which there is at least one, in their order. */
        Collection<R> compute(NetworkEngine engine, List<T> items, RecordBatch batch);
    }

    private final Iterator<T> items;
    private final BatchReader<T> reader;
    private final String networkId;
    private final int batchRecords;
    private final Computation<T, R> computation;
    private final Deque<R> ready = new ArrayDeque<>();
    private RecordBatch batch;
    private NetworkEngine engine;

    /**
     * Begins.
     *
     * @param batchRecords the most records read at a time, at least 1; fewer where they are large. What becomes of them does
     *     not depend on it
     */
    public EngineBatches(
            Iterator<T> items,
            BatchReader<T> reader,
            NetworkSnapshot snapshot,
            int batchRecords,
            Computation<T, R> computation) {
        this.items = items;
        this.reader = reader;
        this.networkId = snapshot.id();
        this.batchRecords = Math.min(batchRecords, RecordsAtATime.of(snapshot.recordSize()));
        this.computation = computation;
        this.engine = EnginePool.borrow(networkId, snapshot::toEngine);
        TaskContext task = TaskContext.get();
        if (task != null) {
            // A task that is limited, fails or is killed never comes to the end of its items.
            task.addTaskCompletionListener((TaskCompletionListener) ended -> giveBack());
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && engine != null) {
            computeBatch();
        }
        return !ready.isEmpty();
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void computeBatch() {
        List<T> read = new ArrayList<>(batchRecords);
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
        try {
            ready.addAll(computation.compute(engine, read, batch));
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
