package io.sparcode.model;

import io.sparcode.model.dl4j.DecoupledWeightDecay;
import java.util.List;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * The optimiser of the local steps. Defaults are Keras's where it has them. In JSON its kind stands under {@code name}.
 */
public sealed interface Optimizer extends Part {
    /**
     * Reads what {@link #toJson()} writes, which is also the configuration's {@code train.optimizer} block.
     *
     * @throws ArchitectureException naming the key, the value and what is allowed
     */
    static Optimizer fromJson(String json) {
        return PartFormat.read(json, Optimizer.class, "train.optimizer");
    }

    /** Writes it as JSON, defaults included. */
    default String toJson() {
        return PartFormat.write(this);
    }

    /** Returns DL4J's form of it. */
    IUpdater toUpdater();

    /** Returns what it does to weights, but not to biases, beside its steps. */
    default List<Regularization> regularizations() {
        return List.of();
    }

    /**
     * Plain gradient descent.
     *
     * @param learningRate greater than 0
     */
    record Sgd(double learningRate) implements Optimizer {
        /** Checks the range. */
        public Sgd {
            Ranges.positive("learning-rate", learningRate);
        }

        /** Has learning rate 0.01. */
        public Sgd() {
            this(0.01);
        }

        @Override
        public IUpdater toUpdater() {
            return new org.nd4j.linalg.learning.config.Sgd(learningRate);
        }
    }

    /**
     * Gradient descent with Nesterov's momentum.
     *
     * @param learningRate greater than 0
     * @param momentum in [0, 1)
     */
    record Nesterov(double learningRate, double momentum) implements Optimizer {
        /** Checks the ranges. */
        public Nesterov {
            Ranges.positive("learning-rate", learningRate);
            Ranges.fraction("momentum", momentum);
        }

        /** Has learning rate 0.01 and momentum 0.9. */
        public Nesterov() {
            this(0.01, 0.9);
        }

        @Override
        public IUpdater toUpdater() {
            return new Nesterovs(learningRate, momentum);
        }
    }

    /**
     * Adam, Kingma and Ba 2015, with bias correction.
     *
     * @param learningRate greater than 0
     * @param beta1 decay of the mean, in [0, 1)
     * @param beta2 decay of the mean square, in [0, 1)
     * @param epsilon added to the root of the mean square, greater than 0
     */
    record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
        /** Checks the ranges. */
        public Adam {
            Ranges.positive("learning-rate", learningRate);
            Ranges.fraction("beta1", beta1);
            Ranges.fraction("beta2", beta2);
            Ranges.positive("epsilon", epsilon);
        }

        /** Has learning rate 0.001, decays 0.9 and 0.999, epsilon 1e-7. */
        public Adam() {
            this(0.001, 0.9, 0.999, 1e-7);
        }

        @Override
        public IUpdater toUpdater() {
            return new org.nd4j.linalg.learning.config.Adam(learningRate, beta1, beta2, epsilon);
        }
    }

    /**
     * Adam with decoupled weight decay, Loshchilov and Hutter 2019: every step also takes learning rate times weight decay
     * times the weight off each weight. Biases do not decay, and the decay is no part of the loss.
     *
     * @param learningRate greater than 0
     * @param beta1 decay of the mean, in [0, 1)
     * @param beta2 decay of the mean square, in [0, 1)
     * @param epsilon added to the root of the mean square, greater than 0
     * @param weightDecay at least 0
     */
    record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        /** Checks the ranges. */
        public AdamW {
            Ranges.positive("learning-rate", learningRate);
            Ranges.fraction("beta1", beta1);
            Ranges.fraction("beta2", beta2);
            Ranges.positive("epsilon", epsilon);
            Ranges.notNegative("weight-decay", weightDecay);
        }

        /** Has learning rate 0.001, decays 0.9 and 0.999, epsilon 1e-7 and weight decay 0.004. */
        public AdamW() {
            this(0.001, 0.9, 0.999, 1e-7, 0.004);
        }

        @Override
        public IUpdater toUpdater() {
            return new org.nd4j.linalg.learning.config.Adam(learningRate, beta1, beta2, epsilon);
        }

        @Override
        public List<Regularization> regularizations() {
            return List.of(new DecoupledWeightDecay(weightDecay));
        }
    }

    /**
     * Adadelta, Zeiler 2012, whose steps have no learning rate.
     *
     * @param rho decay of the mean squares, in [0, 1)
     * @param epsilon added to the mean squares, greater than 0
     */
    record Adadelta(double rho, double epsilon) implements Optimizer {
        /** Checks the ranges. */
        public Adadelta {
            Ranges.fraction("rho", rho);
            Ranges.positive("epsilon", epsilon);
        }

        /** Has rho 0.95 and epsilon 1e-7. */
        public Adadelta() {
            this(0.95, 1e-7);
        }

        @Override
        public IUpdater toUpdater() {
            return new AdaDelta(rho, epsilon);
        }
    }

    /**
     * RMSProp, Tieleman and Hinton 2012.
     *
     * @param learningRate greater than 0
     * @param rho decay of the mean square, in [0, 1)
     * @param epsilon added to the root of the mean square, greater than 0
     */
    record Rmsprop(double learningRate, double rho, double epsilon) implements Optimizer {
        /** Checks the ranges. */
        public Rmsprop {
            Ranges.positive("learning-rate", learningRate);
            Ranges.fraction("rho", rho);
            Ranges.positive("epsilon", epsilon);
        }

        /** Has learning rate 0.001, rho 0.9 and epsilon 1e-7. */
        public Rmsprop() {
            this(0.001, 0.9, 1e-7);
        }

        @Override
        public IUpdater toUpdater() {
            return new RmsProp(learningRate, rho, epsilon);
        }
    }

    /**
     * AdaGrad, Duchi et al. 2011.
     *
     * @param learningRate greater than 0
     * @param epsilon added to the root of the summed squares, greater than 0
     */
    record Adagrad(double learningRate, double epsilon) implements Optimizer {
        /** Checks the ranges. */
        public Adagrad {
            Ranges.positive("learning-rate", learningRate);
            Ranges.positive("epsilon", epsilon);
        }

        /** Has learning rate 0.01 and epsilon 1e-7. */
        public Adagrad() {
            this(0.01, 1e-7);
        }

        @Override
        public IUpdater toUpdater() {
            return new AdaGrad(learningRate, epsilon);
        }
    }
}
