package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.model.FloatTransfer;
import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Records of blocks as DL4J's minibatches, converted one minibatch at a time into the same memory: a data set is valid
 * until the next one is asked for.
 */
final class Minibatches implements DataSetIterator {
    private static final long serialVersionUID = 1;

    private final transient BlockRecords records;
    private final int batchSize;
    private float[] inputs = new float[0];
    private float[] targets = new float[0];
    private transient INDArray input;
    private transient INDArray target;
    private int filled;
    private boolean ended;

    Minibatches(BlockRecords records, int batchSize) {
        this.records = records;
        this.batchSize = batchSize;
    }

    /** Returns the records in the minibatch given last. */
    int records() {
        return filled;
    }

    /** Has no more minibatches come, whatever records there are. */
    void end() {
        ended = true;
    }

    @Override
    public boolean hasNext() {
        return !ended && records.hasNext();
    }

    @Override
    public DataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        for (filled = 0; filled < batchSize && records.hasNext(); filled++) {
            records.next();
            inputs = put(inputs, records.block());
            if (records.block().target() != records.block()) {
                targets = put(targets, records.block().target());
            }
        }
        input = moved(input, inputs);
        target = targets.length == 0 ? input : moved(target, targets);
        return new DataSet(input, target);
    }

    private float[] put(float[] values, ImageBlock block) {
        int size = block.recordSize();
        float[] fitting = values.length == batchSize * size ? values : new float[batchSize * size];
        block.read(records.place(), fitting, filled * size);
        return fitting;
    }

    private INDArray moved(INDArray array, float[] values) {
        int size = values.length / batchSize;
        INDArray fitting = array != null && array.size(0) == filled
                ? array
                : Nd4j.createUninitialized(DataType.FLOAT, new long[] {filled, size}, 'c');
        FloatTransfer.write(values, fitting);
        return fitting;
    }

    @Override
    public int batch() {
        return batchSize;
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
        throw new IllegalStateException("minibatches are of " + batchSize + " records");
    }

    @Override
    public int inputColumns() {
        return inputs.length / batchSize;
    }

    @Override
    public int totalOutcomes() {
        return targets.length == 0 ? inputColumns() : targets.length / batchSize;
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
