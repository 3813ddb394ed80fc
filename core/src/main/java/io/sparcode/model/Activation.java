package io.sparcode.model;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** What a layer applies to each of its outputs. */
public sealed interface Activation extends Part {
    /** The identity. */
    Activation LINEAR = new Linear();

    /** Returns DL4J's form of it. */
    IActivation toDl4j();

    /** Returns whether the values lie in (0, 1) and can be read as probabilities. */
    default boolean isProbability() {
        return false;
    }

    /** x itself. */
    record Linear() implements Activation {
        @Override
        public IActivation toDl4j() {
            return new ActivationIdentity();
        }
    }

    /** max(0, x). */
    record Relu() implements Activation {
        @Override
        public IActivation toDl4j() {
            return new ActivationReLU();
        }
    }

    /**
     * x where it is positive, else alpha x.
     *
     * @param alpha slope on the negative side, in [0, 1)
     */
    record LeakyRelu(double alpha) implements Activation {
        /** Checks the range. */
        public LeakyRelu {
            Ranges.fraction("alpha", alpha);
        }

        /** Has alpha 0.01. */
        public LeakyRelu() {
            this(0.01);
        }

        @Override
        public IActivation toDl4j() {
            return new ActivationLReLU(alpha);
        }
    }

    /** 1 / (1 + exp(-x)), in (0, 1). */
    record Sigmoid() implements Activation {
        @Override
        public IActivation toDl4j() {
            return new ActivationSigmoid();
        }

        @Override
        public boolean isProbability() {
            return true;
        }
    }

    /** The hyperbolic tangent, in (-1, 1). */
    record Tanh() implements Activation {
        @Override
        public IActivation toDl4j() {
            return new ActivationTanH();
        }
    }
}
