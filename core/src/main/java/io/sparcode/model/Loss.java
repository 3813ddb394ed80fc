package io.sparcode.model;

import io.sparcode.model.dl4j.BinaryCrossEntropyFromLogits;
import io.sparcode.model.dl4j.MeanSquaredErrorLoss;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** How far a reconstruction is from its target: a mean over values, then over the batch; lower is better. */
public sealed interface Loss extends Part {
    /** Returns DL4J's form of it: the sum over the batch of each record's mean over values. */
    ILossFunction toDl4j();

    /** Returns whether the reconstruction must be a probability. */
    default boolean needsProbability() {
        return false;
    }

    /** Returns whether it is a sum over a record's values, not a mean. */
    default boolean sumsOverValues() {
        return false;
    }

    /**
     * Returns the negative logarithm, in nats, of the probability (density) of a whole record under the distribution that the
     * loss takes the reconstruction for.
     *
     * @param meanSquaredError over the record's values
     * @param crossEntropy over the record's values, in nats
     * @param size values in a record
     */
    double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size);

    /** Ends a graph with the output's activation and this loss. */
    default void appendTo(GraphAssembly graph, Activation output) {
        graph.appendFlat(
                Architecture.RECONSTRUCTION,
                new LossLayer.Builder(toDl4j()).activation(output.toDl4j()).build(),
                TensorShape.vector(graph.shape().size()));
    }

    /** The mean of the squared differences. */
    record MeanSquaredError() implements Loss {
        /** Normal distributions of variance one half. */
        @Override
        public double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size) {
            return size * (meanSquaredError + 0.5 * Math.log(Math.PI));
        }

        @Override
        public ILossFunction toDl4j() {
            return new MeanSquaredErrorLoss();
        }
    }

    /** The mean of -t log y - (1 - t) log(1 - y), for targets t in [0, 1] and outputs y in (0, 1), in nats. */
    record BinaryCrossEntropy() implements Loss {
        /** Bernoulli distributions. */
        @Override
        public double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size) {
            return size * crossEntropy;
        }

        @Override
        public ILossFunction toDl4j() {
            return new BinaryCrossEntropyFromLogits();
        }

        @Override
        public boolean needsProbability() {
            return true;
        }
    }
}
