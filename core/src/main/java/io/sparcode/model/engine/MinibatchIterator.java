package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.FloatTransfer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Minibatches as DL4J takes them, converted one at a time into the same memory: a data set is valid until the next one is
 * asked for.
 */
final class MinibatchIterator implements DataSetIterator {
    private static final long serialVersionUID = 1;

    private final transient Iterator<RecordBatch> minibatches;
    private float[] values = new float[0];
    private transient INDArray input;
    private transient INDArray target;
    private transient RecordBatch last;
    private boolean ended;

    MinibatchIterator(Iterator<RecordBatch> minibatches) {
        this.minibatches = minibatches;
    }

    /** Returns the records in the minibatch given last. */
    int records() {
        return last.records();
    }

    /** Has no more minibatches come, whatever records there are. */
    void end() {
        ended = true;
    }

    @Override
    public boolean hasNext() {
        return !ended && minibatches.hasNext();
    }

    @Override
    public DataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = minibatches.next();
        input = moved(input, last);
        target = last.target() == last ? input : moved(target, last.target());
        return new DataSet(input, target);
    }

    private INDArray moved(INDArray array, RecordBatch batch) {
        int size = batch.size();
        int length = batch.records() * size;
        if (values.length < length) {
            values = new float[length];
        }
        for (int record = 0; record < batch.records(); record++) {
            batch.read(record, values, record * size);
        }
        INDArray fitting = array != null && array.size(0) == batch.records()
                ? array
                : Nd4j.createUninitialized(DataType.FLOAT, new long[] {batch.records(), size}, 'c');
        FloatTransfer.write(values, fitting);
        return fitting;
    }

    @Override
    public int batch() {
        return last == null ? 0 : last.capacity();
    }

    /** Returns false: DL4J's reading ahead would overwrite the minibatch that is being trained on. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public boolean resetSupported() {
        return false;
    }

    @Override
    public void reset() {
        throw new IllegalStateException("records are read once");
    }

    @Override
    public DataSet next(int count) {
        throw new IllegalStateException("minibatches are of a size that the caller chose");
    }

    @Override
    public int inputColumns() {
        return last == null ? 0 : last.size();
    }

    @Override
    public int totalOutcomes() {
        return last == null ? 0 : last.target().size();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new IllegalStateException("minibatches are not preprocessed");
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public List<String> getLabels() {
        return null;
    }
}
