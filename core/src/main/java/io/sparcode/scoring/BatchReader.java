package io.sparcode.scoring;

import io.sparcode.image.RecordBatch;

/**
 * Reads items into batches.
 *
 * @param <T> what a record is read from
 */
public interface BatchReader<T> {
    /** Returns an empty batch for items like the first. */
    RecordBatch newBatch(T first, int capacity);

    /** Adds an item's record. */
    void add(T item, RecordBatch batch);
}
