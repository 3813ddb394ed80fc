package io.sparcode.model.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Weight decay beside the optimiser, Loshchilov and Hutter 2019: a step takes learning rate times coefficient times the
 * weight off each weight. Unlike ND4J's {@code WeightDecay} it adds nothing to the score, since it is no part of what is
 * minimised.
 */
public class DecoupledWeightDecay implements Regularization {
    private static final long serialVersionUID = 1;

    private double coefficient;

    /** For DL4J, which sets the field afterwards. */
    public DecoupledWeightDecay() {}

    /** Has a coefficient of at least 0, which the learning rate is multiplied by. */
    public DecoupledWeightDecay(double coefficient) {
        this.coefficient = coefficient;
    }

    public double getCoefficient() {
        return coefficient;
    }

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.POST_UPDATER;
    }

    @Override
    public void apply(INDArray parameters, INDArray update, double learningRate, int iteration, int epoch) {
        update.addi(parameters.mul(learningRate * coefficient));
    }

    @Override
    public double score(INDArray parameters, int iteration, int epoch) {
        return 0;
    }

    @Override
    public Regularization clone() {
        return new DecoupledWeightDecay(coefficient);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DecoupledWeightDecay that && coefficient == that.coefficient;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(coefficient);
    }
}
