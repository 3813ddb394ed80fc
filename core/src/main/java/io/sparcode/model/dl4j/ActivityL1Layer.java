package io.sparcode.model.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Gives its input [batch, size] on and adds the weighted sum of its absolute values to the network's score. */
public class ActivityL1Layer extends PassThroughLayer {
    private static final long serialVersionUID = 1;

    private double weight;
    private boolean summedOverBatch;

    /** For DL4J, which sets the fields afterwards. */
    public ActivityL1Layer() {}

    /** Sums the records' penalties, each of the given weight, at least 0. */
    public static ActivityL1Layer summedOverBatch(double weight) {
        ActivityL1Layer layer = averagedOverBatch(weight);
        layer.setSummedOverBatch(true);
        return layer;
    }

    /** Averages the records' penalties, each of the given weight, at least 0. */
    public static ActivityL1Layer averagedOverBatch(double weight) {
        ActivityL1Layer layer = new ActivityL1Layer();
        layer.setWeight(weight);
        return layer;
    }

    public double getWeight() {
        return weight;
    }

    public void setWeight(double weight) {
        this.weight = weight;
    }

    public boolean isSummedOverBatch() {
        return summedOverBatch;
    }

    public void setSummedOverBatch(boolean summedOverBatch) {
        this.summedOverBatch = summedOverBatch;
    }

    @Override
    protected PassThrough<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new ActivityL1(configuration, type);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof ActivityL1Layer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActivityL1Layer that
                && that.canEqual(this)
                && super.equals(other)
                && weight == that.weight
                && summedOverBatch == that.summedOverBatch;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), weight, summedOverBatch);
    }
}
