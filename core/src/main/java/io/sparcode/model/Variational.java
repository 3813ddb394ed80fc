package io.sparcode.model;

import io.sparcode.model.dl4j.GaussianSampleLayer;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;

/**
 * The encoder's end in a variational autoencoder: means and logarithms of variances of a diagonal normal distribution over
 * codes, both linear in the input; [size] to [units]. Training goes on from a draw of it, everything else from its means,
 * which are the code. Its divergence from the standard normal distribution, in nats, is added to the loss on the loss's
 * own scale, so that beta 1 maximises the evidence lower bound (Kingma and Welling 2014; beta: Higgins et al. 2017).
 *
 * @param units of the code, at least 1
 * @param beta weight of the divergence, at least 0; null is 1
 * @param warmUp records of the training over which the weight grows linearly from 0 to beta, at least 0; null is 0
 * @param freeBits nats by which each unit may diverge, in a batch's mean, at no cost (Kingma et al. 2016), at least 0; null is 0
 */
public record Variational(int units, Double beta, Double warmUp, Double freeBits) implements Layer {
    /** Checks the ranges. */
    public Variational {
        beta = beta == null ? Double.valueOf(1) : beta;
        warmUp = warmUp == null ? Double.valueOf(0) : warmUp;
        freeBits = freeBits == null ? Double.valueOf(0) : freeBits;
        Ranges.atLeast(1, "units", units);
        Ranges.notNegative("beta", beta);
        Ranges.notNegative("warm-up", warmUp);
        Ranges.notNegative("free-bits", freeBits);
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return TensorShape.vector(units);
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        TensorShape parameters = TensorShape.vector(Math.multiplyExact(2, units));
        graph.appendFlat(
                name,
                new DenseLayer.Builder()
                        .nIn(graph.shape().size())
                        .nOut(parameters.size())
                        .activation(Activation.LINEAR.toDl4j())
                        .build(),
                parameters);
        graph.appendFlat(
                name + "-sample",
                new GaussianSampleLayer(
                        beta * graph.weightOfNat(), graph.length().stepsFor(warmUp), freeBits),
                outputShape(parameters));
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return new Dense(units, Activation.LINEAR).mirror(input, activation);
    }

    @Override
    public boolean hasWeights() {
        return true;
    }
}
