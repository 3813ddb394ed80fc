package io.sparcode.model.dl4j;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * DL4J's mean squared error, which leaves its input as it was. {@code LossMSE} of 1.0.0-M2.1 lets a sigmoid or tanh write
 * its derivative over what goes into it; a loss layer without weights then computes the score from the derivative.
 */
public class MeanSquaredErrorLoss extends LossMSE {
    private static final long serialVersionUID = 1;

    @Override
    public INDArray computeGradient(INDArray targets, INDArray inputs, IActivation activation, INDArray mask) {
        return super.computeGradient(targets, inputs.dup(), activation, mask);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof MeanSquaredErrorLoss;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MeanSquaredErrorLoss && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
