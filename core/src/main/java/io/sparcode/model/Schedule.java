package io.sparcode.model;

import io.sparcode.model.dl4j.LearningRateSchedule;
import io.sparcode.model.dl4j.LearningRateSchedule.Decay;

/**
 * The course of the learning rate. Lengths are records trained on by all workers together, repetitions included, so that
 * they mean the same for any number of workers; a minibatch with fewer records than the others counts as a whole one.
 */
public sealed interface Schedule extends Part {
    /**
     * Reads what {@link #toJson()} writes, which is also the configuration's {@code train.schedule} block.
     *
     * @throws ArchitectureException naming the key, the value and what is allowed
     */
    static Schedule fromJson(String json) {
        return PartFormat.read(json, Schedule.class, "train.schedule");
    }

    /** Writes it as JSON, defaults included. */
    default String toJson() {
        return PartFormat.write(this);
    }

    /** Returns the records over which the rate rises linearly to the optimiser's, before anything else; 0 for none. */
    Long warmUp();

    /** Returns whether the learning rate is the optimiser's throughout. */
    default boolean isConstant() {
        return false;
    }

    /**
     * Returns DL4J's form of it.
     *
     * @param learningRate the optimiser's, which is the highest
     */
    LearningRateSchedule toDl4j(double learningRate, TrainingLength length);

    private static Long checkedWarmUp(Long warmUp) {
        if (warmUp == null) {
            return 0L;
        }
        Ranges.atLeast(0, "warm-up", warmUp);
        return warmUp;
    }

    /**
     * The optimiser's learning rate.
     *
     * @param warmUp records of linear rise, at least 0; null is 0
     */
    record Constant(Long warmUp) implements Schedule {
        /** Checks the range. */
        public Constant {
            warmUp = checkedWarmUp(warmUp);
        }

        /** Has no warm-up. */
        public Constant() {
            this(0L);
        }

        @Override
        public boolean isConstant() {
            return warmUp == 0;
        }

        @Override
        public LearningRateSchedule toDl4j(double learningRate, TrainingLength length) {
            return new LearningRateSchedule(learningRate, length.stepsFor(warmUp), Decay.NONE, 1, 1);
        }
    }

    /**
     * Multiplied by a factor again and again.
     *
     * @param factor greater than 0, at most 1
     * @param every records between two multiplications, the first counted from the end of the warm-up; at least 1
     * @param warmUp records of linear rise, at least 0; null is 0
     */
    record Step(double factor, long every, Long warmUp) implements Schedule {
        /** Checks the ranges. */
        public Step {
            Ranges.positiveUpToOne("factor", factor);
            Ranges.atLeast(1, "every", every);
            warmUp = checkedWarmUp(warmUp);
        }

        @Override
        public LearningRateSchedule toDl4j(double learningRate, TrainingLength length) {
            return new LearningRateSchedule(
                    learningRate, length.stepsFor(warmUp), Decay.STEP, factor, length.stepsFor(every));
        }
    }

    /**
     * Multiplied by a factor over so many records, a little with every step.
     *
     * @param factor greater than 0, at most 1
     * @param every records over which the rate becomes {@code factor} of what it was; at least 1
     * @param warmUp records of linear rise, at least 0; null is 0
     */
    record Exponential(double factor, long every, Long warmUp) implements Schedule {
        /** Checks the ranges. */
        public Exponential {
            Ranges.positiveUpToOne("factor", factor);
            Ranges.atLeast(1, "every", every);
            warmUp = checkedWarmUp(warmUp);
        }

        @Override
        public LearningRateSchedule toDl4j(double learningRate, TrainingLength length) {
            return new LearningRateSchedule(
                    learningRate, length.stepsFor(warmUp), Decay.EXPONENTIAL, factor, length.stepsFor(every));
        }
    }

    /**
     * Half a cosine from the end of the warm-up to that of the training, Loshchilov and Hutter 2017 without restarts.
     *
     * @param finalFraction what is left of the rate at the end, in [0, 1]
     * @param warmUp records of linear rise, at least 0; null is 0
     */
    record Cosine(double finalFraction, Long warmUp) implements Schedule {
        /** Checks the ranges. */
        public Cosine {
            Ranges.unit("final-fraction", finalFraction);
            warmUp = checkedWarmUp(warmUp);
        }

        /** Falls to 0, without a warm-up. */
        public Cosine() {
            this(0, 0L);
        }

        @Override
        public LearningRateSchedule toDl4j(double learningRate, TrainingLength length) {
            double warmUpSteps = length.stepsFor(warmUp);
            return new LearningRateSchedule(
                    learningRate, warmUpSteps, Decay.COSINE, finalFraction, length.steps() - warmUpSteps);
        }
    }
}
