package io.sparcode.model;

/**
 * How a graph's parameters are to be found, as far as the graph has to know.
 *
 * @param optimizer of the local steps
 * @param length of the training
 */
public record Optimization(Optimizer optimizer, TrainingLength length) {
    /** Returns the optimisation of a training in the course of which nothing changes, so that its length does not matter. */
    public static Optimization constant(Optimizer optimizer) {
        return new Optimization(optimizer, new TrainingLength(1, 1));
    }
}
