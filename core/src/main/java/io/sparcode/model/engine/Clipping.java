package io.sparcode.model.engine;

import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/**
 * What is done to a layer's gradients before anything else.
 *
 * @param kind how
 * @param threshold the bound of what is clipped
 */
record Clipping(Kind kind, double threshold) {
    /** Nothing is. */
    static final Clipping NONE = new Clipping(Kind.NONE, 0);

    /** The ways there are. */
    enum Kind {
        NONE,
        /** Each gradient by itself. */
        VALUE,
        /** All of a layer's by their common norm. */
        NORM
    }

    static Clipping of(BaseLayer layer) throws NotCoveredException {
        GradientNormalization normalization = layer.getGradientNormalization();
        if (normalization == null || normalization == GradientNormalization.None) {
            return NONE;
        }
        double threshold = layer.getGradientNormalizationThreshold();
        return switch (normalization) {
            case ClipElementWiseAbsoluteValue -> new Clipping(Kind.VALUE, threshold);
            case ClipL2PerLayer -> new Clipping(Kind.NORM, threshold);
            default -> throw new NotCoveredException("gradient normalisation " + normalization);
        };
    }

    boolean needsWholeLayer() {
        return kind == Kind.NORM;
    }

    /** Brings every gradient within the bound. */
    static void clip(float[] gradients, int from, int to, float bound) {
        for (int i = from; i < to; i++) {
            gradients[i] = Math.max(-bound, Math.min(bound, gradients[i]));
        }
    }

    /** Multiplies every gradient. */
    static void scale(float[] gradients, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            gradients[i] *= factor;
        }
    }
}
