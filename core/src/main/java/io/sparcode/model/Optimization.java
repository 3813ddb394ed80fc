package io.sparcode.model;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How a graph's parameters are to be found, as far as the graph has to know.
 *
 * @param optimizer of the local steps
 * @param schedule of the learning rate
 * @param gradientClipping before the optimiser
 * @param length of the training
 */
public record Optimization(
        Optimizer optimizer, Schedule schedule, GradientClipping gradientClipping, TrainingLength length) {
    /** Checks that the parts go together. */
    public Optimization {
        requireFitting(optimizer, schedule);
        if (!schedule.isConstant() && schedule.warmUp() >= length.records()) {
            throw new ArchitectureException("schedule.warm-up must be less than the " + length.records()
                    + " records of the training, or of a stage of it, was " + schedule.warmUp());
        }
    }

    /** Returns the optimisation of a training in the course of which nothing changes, so that its length does not matter. */
    public static Optimization constant(Optimizer optimizer) {
        return new Optimization(
                optimizer, new Schedule.Constant(), new GradientClipping.None(), new TrainingLength(1, 1));
    }

    /**
     * Refuses a schedule for an optimiser that has no learning rate.
     *
     * @throws ArchitectureException naming both
     */
    public static void requireFitting(Optimizer optimizer, Schedule schedule) {
        if (!schedule.isConstant() && !optimizer.toUpdater().hasLearningRate()) {
            throw new ArchitectureException("schedule must be constant without warm-up for " + optimizer.kind()
                    + ", which has no learning rate, was " + schedule.toJson());
        }
    }

    /** Returns DL4J's form of the optimiser with its schedule. */
    IUpdater toUpdater() {
        IUpdater updater = optimizer.toUpdater();
        if (!schedule.isConstant()) {
            double learningRate = updater.getLearningRate(0, 0);
            updater.setLrAndSchedule(learningRate, schedule.toDl4j(learningRate, length));
        }
        return updater;
    }
}
