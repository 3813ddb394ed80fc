package io.sparcode.model.dl4j;

import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Binary cross-entropy of a sigmoid output [batch, size], averaged over values, in nats. Unlike DL4J 1.0.0-M2.1's
 * {@code LossBinaryXENT}, which sums over values and clips the output at 1e-5 and its complement, it works on what goes
 * into the sigmoid, z: max(z, 0) - z t + log(1 + exp(-|z|)), whose derivative is sigmoid(z) - t.
 */
public class BinaryCrossEntropyFromLogits implements ILossFunction {
    private static final long serialVersionUID = 1;

    @Override
    public double computeScore(
            INDArray targets, INDArray logits, IActivation activation, INDArray mask, boolean average) {
        double sum = values(targets, logits, activation, mask).sumNumber().doubleValue() / logits.size(1);
        return average ? sum / logits.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray targets, INDArray logits, IActivation activation, INDArray mask) {
        return values(targets, logits, activation, mask).sum(true, 1).divi(logits.size(1));
    }

    @Override
    public INDArray computeGradient(INDArray targets, INDArray logits, IActivation activation, INDArray mask) {
        check(activation, mask);
        return activation
                .getActivation(logits.dup(), true)
                .subi(targets.castTo(logits.dataType()))
                .divi(logits.size(1));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray targets, INDArray logits, IActivation activation, INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(targets, logits, activation, mask, average),
                computeGradient(targets, logits, activation, mask));
    }

    @Override
    public String name() {
        return "binary-cross-entropy";
    }

    @Override
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public int hashCode() {
        return getClass().hashCode();
    }

    private static INDArray values(INDArray targets, INDArray logits, IActivation activation, INDArray mask) {
        check(activation, mask);
        INDArray each = Nd4j.scalar(logits.dataType(), 1);
        return Nd4j.loss().sigmoidCrossEntropy(targets.castTo(logits.dataType()), logits, each, LossReduce.NONE, 0);
    }

    private static void check(IActivation activation, INDArray mask) {
        if (!(activation instanceof ActivationSigmoid)) {
            throw new IllegalArgumentException("binary cross-entropy needs a sigmoid output, was " + activation);
        }
        if (mask != null) {
            throw new IllegalArgumentException("binary cross-entropy takes no mask");
        }
    }
}
