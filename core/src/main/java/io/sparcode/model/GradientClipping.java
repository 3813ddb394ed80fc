package io.sparcode.model;

import org.deeplearning4j.nn.conf.GradientNormalization;

/**
 * What is done to a minibatch's gradient, the mean over its records, before anything else is added to it and the optimiser
 * takes it. Batch normalisation's parameters go without: DL4J keeps its running statistics among them.
 */
public sealed interface GradientClipping extends Part {
    /**
     * Reads what {@link #toJson()} writes, which is also the configuration's {@code train.gradient-clipping} block.
     *
     * @throws ArchitectureException naming the key, the value and what is allowed
     */
    static GradientClipping fromJson(String json) {
        return PartFormat.read(json, GradientClipping.class, "train.gradient-clipping");
    }

    /** Writes it as JSON, defaults included. */
    default String toJson() {
        return PartFormat.write(this);
    }

    /** Returns DL4J's name for it. */
    GradientNormalization toDl4j();

    /** Returns the bound; 0 where there is none. */
    default double threshold() {
        return 0;
    }

    /** The gradient as it is. */
    record None() implements GradientClipping {
        @Override
        public GradientNormalization toDl4j() {
            return GradientNormalization.None;
        }
    }

    /**
     * Every component is brought into [-threshold, threshold].
     *
     * @param threshold greater than 0
     */
    record ByValue(double threshold) implements GradientClipping {
        /** Checks the range. */
        public ByValue {
            Ranges.positive("threshold", threshold);
        }

        @Override
        public GradientNormalization toDl4j() {
            return GradientNormalization.ClipElementWiseAbsoluteValue;
        }
    }

    /**
     * A layer's gradient, weights and biases together, is scaled to the threshold where its Euclidean norm is larger.
     *
     * @param threshold greater than 0
     */
    record ByNorm(double threshold) implements GradientClipping {
        /** Checks the range. */
        public ByNorm {
            Ranges.positive("threshold", threshold);
        }

        @Override
        public GradientNormalization toDl4j() {
            return GradientNormalization.ClipL2PerLayer;
        }
    }
}
