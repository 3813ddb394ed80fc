package io.sparcode.model.dl4j;

import java.util.Objects;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A record's squared differences, summed or averaged over its values, times a factor, plus a constant. */
public class ScaledSquaredErrorLoss extends MeanSquaredErrorLoss {
    private static final long serialVersionUID = 1;

    private double factor;
    private boolean summedOverValues;
    private double constant;

    /** For DL4J, which sets the fields afterwards. */
    public ScaledSquaredErrorLoss() {}

    /** Multiplies the sum, or the mean, by {@code factor} and adds {@code constant} for each record. */
    public ScaledSquaredErrorLoss(double factor, boolean summedOverValues, double constant) {
        this.factor = factor;
        this.summedOverValues = summedOverValues;
        this.constant = constant;
    }

    public double getFactor() {
        return factor;
    }

    public boolean isSummedOverValues() {
        return summedOverValues;
    }

    public double getConstant() {
        return constant;
    }

    @Override
    public double computeScore(
            INDArray targets, INDArray inputs, IActivation activation, INDArray mask, boolean average) {
        double score = super.computeScore(targets, inputs, activation, mask, average) * factorOfMean(inputs);
        return score + constant * (average ? 1 : inputs.size(0));
    }

    @Override
    public INDArray computeScoreArray(INDArray targets, INDArray inputs, IActivation activation, INDArray mask) {
        return super.computeScoreArray(targets, inputs, activation, mask)
                .muli(factorOfMean(inputs))
                .addi(constant);
    }

    @Override
    public INDArray computeGradient(INDArray targets, INDArray inputs, IActivation activation, INDArray mask) {
        return super.computeGradient(targets, inputs, activation, mask).muli(factorOfMean(inputs));
    }

    private double factorOfMean(INDArray inputs) {
        return summedOverValues ? factor * inputs.size(1) : factor;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof ScaledSquaredErrorLoss;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScaledSquaredErrorLoss that
                && super.equals(other)
                && factor == that.factor
                && summedOverValues == that.summedOverValues
                && constant == that.constant;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), factor, summedOverValues, constant);
    }
}
