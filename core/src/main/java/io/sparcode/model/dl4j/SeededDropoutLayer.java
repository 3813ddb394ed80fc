package io.sparcode.model.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Inverted dropout of its input, of any rank, while training. DL4J's own draws its numbers in native code that another
 * engine cannot repeat.
 */
public class SeededDropoutLayer extends PassThroughLayer {
    private static final long serialVersionUID = 1;

    private double rate;

    /** For DL4J, which sets the field afterwards. */
    public SeededDropoutLayer() {}

    /** Drops values with a probability in [0, 1). */
    public SeededDropoutLayer(double rate) {
        this.rate = rate;
    }

    public double getRate() {
        return rate;
    }

    @Override
    protected PassThrough<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new SeededDropout(configuration, type);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SeededDropoutLayer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeededDropoutLayer that
                && that.canEqual(this)
                && super.equals(other)
                && rate == that.rate;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), rate);
    }
}
