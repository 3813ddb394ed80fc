package io.sparcode.model;

import io.sparcode.model.dl4j.ActivityL1Layer;
import java.util.List;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Something on the code, or on all weights, that is added to the loss. */
public sealed interface Penalty extends Part {
    /** Adds a penalty on the code to a graph whose last part gives the code, flat. */
    default void appendTo(GraphAssembly graph, String name) {
        // A penalty on weights is none on the code.
    }

    /** Returns DL4J's form of a penalty on the weights of all layers. */
    default List<Regularization> regularizations() {
        return List.of();
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

    /**
     * Half the weight times the sum of the squares of all layers' weights, biases left out.
     *
     * @param weight at least 0
     */
    record WeightL2(double weight) implements Penalty {
        /** Checks the range. */
        public WeightL2 {
            Ranges.notNegative("weight", weight);
        }

        @Override
        public List<Regularization> regularizations() {
            return List.of(new L2Regularization(weight));
        }
    }
}
