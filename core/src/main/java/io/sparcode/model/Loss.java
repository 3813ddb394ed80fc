package io.sparcode.model;

import io.sparcode.model.dl4j.BinaryCrossEntropyFromLogits;
import io.sparcode.model.dl4j.MeanSquaredErrorLoss;
import io.sparcode.model.dl4j.ScaledSquaredErrorLoss;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * How far a reconstruction is from its target: a mean over values, unless its kind says otherwise, then over the batch;
 * lower is better. It stands for the distribution of an output given a code, up to factors and constants.
 */
public sealed interface Loss extends Part {
    /** Returns DL4J's form of it: the sum over the batch of each record's loss. */
    ILossFunction toDl4j();

    /** Returns whether the reconstruction must be a probability. */
    default boolean needsProbability() {
        return false;
    }

    /**
     * Returns whether a record's loss is a sum over its values and not their mean, so that what is added for a code weighs
     * against the whole record.
     */
    default boolean sumsOverValues() {
        return false;
    }

    /**
     * Returns -log p(x|z) of a whole record in nats, constants included, under the output distribution that the loss stands
     * for: Bernoulli for binary cross-entropy, else a Gaussian of the loss's variance, which is 1/2 for the mean squared
     * error and 1 for half the squared norm.
     *
     * @param meanSquaredError of the record's values
     * @param crossEntropy mean over the record's values in nats; looked at by binary cross-entropy alone
     * @param size values of the record
     */
    double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size);

    private static double gaussian(double meanSquaredError, double sigma, int size) {
        return size * (meanSquaredError / (2 * sigma * sigma) + gaussianConstant(sigma));
    }

    private static double gaussianConstant(double sigma) {
        return Math.log(sigma) + Math.log(2 * Math.PI) / 2;
    }

    /** Ends a graph with the output's activation and this loss. */
    default void appendTo(GraphAssembly graph, Activation output) {
        graph.appendFlat(
                Architecture.RECONSTRUCTION,
                new LossLayer.Builder(toDl4j()).activation(output.toDl4j()).build(),
                TensorShape.vector(graph.shape().size()));
    }

    /** The mean of the squared differences. */
    record MeanSquaredError() implements Loss {
        @Override
        public ILossFunction toDl4j() {
            return new MeanSquaredErrorLoss();
        }

        @Override
        public double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size) {
            return gaussian(meanSquaredError, Math.sqrt(0.5), size);
        }
    }

    /** The mean of -t log y - (1 - t) log(1 - y), for targets t in [0, 1] and outputs y in (0, 1), in nats. */
    record BinaryCrossEntropy() implements Loss {
        @Override
        public ILossFunction toDl4j() {
            return new BinaryCrossEntropyFromLogits();
        }

        @Override
        public double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size) {
            return size * crossEntropy;
        }

        @Override
        public boolean needsProbability() {
            return true;
        }
    }

    /** Half the squared Euclidean distance, a sum over values. */
    record HalfSquaredNorm() implements Loss {
        @Override
        public ILossFunction toDl4j() {
            return new ScaledSquaredErrorLoss(0.5, true, 0);
        }

        @Override
        public boolean sumsOverValues() {
            return true;
        }

        @Override
        public double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size) {
            return gaussian(meanSquaredError, 1, size);
        }
    }

    /**
     * The negative log-likelihood of independent Gaussians around the reconstruction, in nats, constant included: the mean
     * of d^2 / (2 sigma^2) + ln sigma + ln(2 pi) / 2.
     *
     * @param sigma their standard deviation, greater than 0
     */
    record Gaussian(double sigma) implements Loss {
        /** Checks the range. */
        public Gaussian {
            Ranges.positive("sigma", sigma);
        }

        /** Has standard deviation 1. */
        public Gaussian() {
            this(1);
        }

        @Override
        public ILossFunction toDl4j() {
            return new ScaledSquaredErrorLoss(1 / (2 * sigma * sigma), false, gaussianConstant(sigma));
        }

        @Override
        public double negativeLogLikelihood(double meanSquaredError, double crossEntropy, int size) {
            return gaussian(meanSquaredError, sigma, size);
        }
    }
}
