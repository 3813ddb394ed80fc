package io.sparcode.model;

import io.sparcode.model.dl4j.ActivityKlLayer;
import io.sparcode.model.dl4j.ActivityL1Layer;

/** Something on the code that is added to the loss. */
public sealed interface Penalty extends Part {
    /** Adds the penalty to a graph whose last part gives the code, flat. */
    void appendTo(GraphAssembly graph, String name);

    /** Returns whether the code's values must lie in (0, 1). */
    default boolean needsProbability() {
        return false;
    }

    /**
     * The weight times the sum over the code's units of how far the unit's mean activity in a batch diverges from a target,
     * in nats: rho ln(rho / mean) + (1 - rho) ln((1 - rho) / (1 - mean)) (Lee, Ekanadham and Ng 2008).
     *
     * @param weight at least 0
     * @param rho target activity, in (0, 1)
     */
    record ActivityKl(double weight, double rho) implements Penalty {
        /** Checks the ranges. */
        public ActivityKl {
            Ranges.notNegative("weight", weight);
            Ranges.positive("rho", rho);
            Ranges.fraction("rho", rho);
        }

        @Override
        public boolean needsProbability() {
            return true;
        }

        @Override
        public void appendTo(GraphAssembly graph, String name) {
            graph.appendFlat(name, new ActivityKlLayer(weight, rho), graph.shape());
        }
    }

    /**
     * The weight times the sum of the code's absolute values, which drives activities to zero.
     *
     * @param weight at least 0
     * @param reduction over the batch; null is mean
     */
    record ActivityL1(double weight, BatchReduction reduction) implements Penalty {
        /** Checks the range. */
        public ActivityL1 {
            Ranges.notNegative("weight", weight);
            reduction = reduction == null ? BatchReduction.MEAN : reduction;
        }

        @Override
        public void appendTo(GraphAssembly graph, String name) {
            graph.appendFlat(
                    name,
                    reduction == BatchReduction.SUM
                            ? ActivityL1Layer.summedOverBatch(weight)
                            : ActivityL1Layer.averagedOverBatch(weight),
                    graph.shape());
        }
    }
}
