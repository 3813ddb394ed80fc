package io.sparcode.model.engine;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * An activation function in oneDNN's terms.
 *
 * @param kind which
 * @param alpha slope below zero, for the rectifiers
 */
record Elementwise(Kind kind, float alpha) {
    /** The functions there are: how oneDNN calls them, and their derivatives from what they gave. */
    enum Kind {
        LINEAR(algorithm.undef, algorithm.undef),
        RELU(algorithm.eltwise_relu, algorithm.eltwise_relu_use_dst_for_bwd),
        SIGMOID(algorithm.eltwise_logistic, algorithm.eltwise_logistic_use_dst_for_bwd),
        TANH(algorithm.eltwise_tanh, algorithm.eltwise_tanh_use_dst_for_bwd);

        final algorithm forward;
        final algorithm backward;

        Kind(algorithm forward, algorithm backward) {
            this.forward = forward;
            this.backward = backward;
        }
    }

    static Elementwise of(IActivation activation) throws NotCoveredException {
        if (activation.getClass() == ActivationIdentity.class) {
            return new Elementwise(Kind.LINEAR, 0);
        }
        if (activation.equals(new ActivationReLU())) {
            return new Elementwise(Kind.RELU, 0);
        }
        if (activation.getClass() == ActivationLReLU.class && ((ActivationLReLU) activation).getAlpha() >= 0) {
            return new Elementwise(Kind.RELU, (float) ((ActivationLReLU) activation).getAlpha());
        }
        if (activation.getClass() == ActivationSigmoid.class) {
            return new Elementwise(Kind.SIGMOID, 0);
        }
        if (activation.getClass() == ActivationTanH.class) {
            return new Elementwise(Kind.TANH, 0);
        }
        throw new NotCoveredException("activation " + activation);
    }

    boolean isLinear() {
        return kind == Kind.LINEAR;
    }
}
