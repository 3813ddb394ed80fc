package io.sparcode.model.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Selectors of inputs: [batch, inputs] to [batch, units]. Its weights [inputs, units], without biases, are each selector's
 * logits over the inputs.
 */
public class ConcreteLayer extends DenseVariantLayer {
    private static final long serialVersionUID = 1;

    private double startTemperature;
    private double endTemperature;
    private double steps;

    /** For DL4J, which sets the fields afterwards. */
    public ConcreteLayer() {
        setHasBias(false);
    }

    /**
     * Describes the selectors.
     *
     * @param inputs at least 1
     * @param units selectors, at least 1
     * @param startTemperature at the first step, greater than 0
     * @param endTemperature at the last, greater than 0
     * @param steps in which the temperature goes from one to the other, exponentially
     */
    public ConcreteLayer(int inputs, int units, double startTemperature, double endTemperature, double steps) {
        super(inputs, units, new ActivationIdentity());
        setHasBias(false);
        this.startTemperature = startTemperature;
        this.endTemperature = endTemperature;
        this.steps = steps;
    }

    /** Returns the temperature after so many steps. */
    public double temperatureAt(int step) {
        return startTemperature * Math.pow(endTemperature / startTemperature, Math.min(1, step / steps));
    }

    public double getStartTemperature() {
        return startTemperature;
    }

    public void setStartTemperature(double startTemperature) {
        this.startTemperature = startTemperature;
    }

    public double getEndTemperature() {
        return endTemperature;
    }

    public void setEndTemperature(double endTemperature) {
        this.endTemperature = endTemperature;
    }

    public double getSteps() {
        return steps;
    }

    public void setSteps(double steps) {
        this.steps = steps;
    }

    @Override
    protected BaseLayer<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new Concrete(configuration, type);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof ConcreteLayer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConcreteLayer that
                && that.canEqual(this)
                && super.equals(other)
                && startTemperature == that.startTemperature
                && endTemperature == that.endTemperature
                && steps == that.steps;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), startTemperature, endTemperature, steps);
    }
}
