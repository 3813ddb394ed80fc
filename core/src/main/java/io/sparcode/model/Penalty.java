package io.sparcode.model;

import io.sparcode.model.dl4j.ActivityL1Layer;

/** Something on the code that is added to the loss. */
public sealed interface Penalty extends Part {
    /** Adds the penalty to a graph whose last part gives the code, flat. */
    void appendTo(GraphAssembly graph, String name);

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
