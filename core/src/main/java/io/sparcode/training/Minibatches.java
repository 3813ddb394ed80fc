package io.sparcode.training;

import io.sparcode.image.RecordBatch;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Records of blocks in minibatches, which use the same memory: each is valid until the next is asked for. */
final class Minibatches implements Iterator<RecordBatch> {
    private final BlockRecords records;
    private final int batchSize;
    private RecordBatch batch;

    Minibatches(BlockRecords records, int batchSize) {
        this.records = records;
        this.batchSize = batchSize;
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public RecordBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (batch != null) {
            batch.clear();
        }
        for (int filled = 0; filled < batchSize && records.hasNext(); filled++) {
            records.next();
            if (batch == null) {
                batch = records.block().newBatch(batchSize);
            }
            records.block().addTo(batch, records.place());
        }
        return batch;
    }
}
