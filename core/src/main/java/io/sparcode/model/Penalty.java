package io.sparcode.model;

import io.sparcode.model.dl4j.ActivityKlLayer;
import io.sparcode.model.dl4j.ActivityL1Layer;
import io.sparcode.model.dl4j.ContractiveLayer;
import java.util.List;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Something on the code, or on all weights, that is added to the loss. */
public sealed interface Penalty extends Part {
    /** Adds a penalty on the code to a graph whose last part gives the code, flat, of such layers. */
    default void appendTo(GraphAssembly graph, String name, List<Layer> toCode) {
        // A penalty on weights is none on the code.
    }

    /** Returns DL4J's form of a penalty on the weights of all layers. */
    default List<Regularization> regularizations() {
        return List.of();
    }

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
        public void appendTo(GraphAssembly graph, String name, List<Layer> toCode) {
            graph.appendFlat(name, new ActivityKlLayer(weight, rho), graph.shape());
        }
    }

    /**
     * The weight times the squared Frobenius norm of the derivative of the code by the record, averaged over the batch
     * (Rifai et al., "Contractive auto-encoders", ICML 2011). Of one dense layer the norm is exact and costs little; of
     * several layers it is exact, at the cost of a pass back through the encoder for each unit of the code, up to so many
     * units, and from there on an unbiased estimate from random projections (Hutchinson 1989), which costs a pass each.
     *
     * @param weight at least 0
     * @param exactUpTo most units of a code for which the norm of several layers is exact, at least 0; null is 16
     * @param projections for the estimate, at least 1; null is 1
     */
    record Contractive(double weight, Integer exactUpTo, Integer projections) implements Penalty {
        /** Checks the ranges. */
        public Contractive {
            exactUpTo = exactUpTo == null ? Integer.valueOf(16) : exactUpTo;
            projections = projections == null ? Integer.valueOf(1) : projections;
            Ranges.notNegative("weight", weight);
            Ranges.atLeast(0, "exact-up-to", exactUpTo);
            Ranges.atLeast(1, "projections", projections);
        }

        static void check(List<Layer> toCode) {
            for (Layer layer : toCode) {
                if (!(layer instanceof Dense
                        || layer instanceof Conv2d
                        || layer instanceof MaxPooling2d
                        || layer instanceof AveragePooling2d
                        || layer instanceof Upsampling2d
                        || layer instanceof Reshape)) {
                    throw new ArchitectureException("penalty contractive needs dense, conv2d, max-pooling2d,"
                            + " average-pooling2d, upsampling2d and reshape layers up to the code, had "
                            + layer.kind());
                }
            }
        }

        @Override
        public void appendTo(GraphAssembly graph, String name, List<Layer> toCode) {
            boolean exact = graph.shape().size() <= exactUpTo || toCode.size() == 1 && toCode.get(0) instanceof Dense;
            graph.appendFlat(name, new ContractiveLayer(weight, exact ? 0 : projections), graph.shape());
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
        public void appendTo(GraphAssembly graph, String name, List<Layer> toCode) {
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
