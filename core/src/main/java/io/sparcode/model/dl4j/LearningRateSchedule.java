package io.sparcode.model.dl4j;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that rises linearly during a warm-up and falls afterwards. It depends on the steps taken and on nothing
 * else, so that a training goes on from a checkpoint as it would have without a break.
 */
public class LearningRateSchedule implements ISchedule {
    private static final long serialVersionUID = 1;

    /** How the rate falls after the warm-up. */
    public enum Decay {
        /** Not at all. */
        NONE,
        /** Times the fraction once a period, at its end. */
        STEP,
        /** Times the fraction over each period, a little with every step. */
        EXPONENTIAL,
        /** Along half a cosine to the fraction of the rate, in one period, and no further. */
        COSINE
    }

    private double learningRate;
    private double warmUp;
    private Decay decay;
    private double fraction;
    private double period;

    /** For DL4J, which sets the fields afterwards. */
    public LearningRateSchedule() {}

    /**
     * Describes a course.
     *
     * @param learningRate the highest, greater than 0
     * @param warmUp steps before the highest, at least 0
     * @param fraction what the decay makes of the rate in a period, in [0, 1]
     * @param period in steps, greater than 0
     */
    public LearningRateSchedule(double learningRate, double warmUp, Decay decay, double fraction, double period) {
        this.learningRate = learningRate;
        this.warmUp = warmUp;
        this.decay = decay;
        this.fraction = fraction;
        this.period = period;
    }

    /**
     * Returns the learning rate of a step.
     *
     * @param iteration steps taken before
     */
    @Override
    public double valueAt(int iteration, int epoch) {
        if (iteration < warmUp) {
            return learningRate * Math.min(1, (iteration + 1) / warmUp);
        }
        double periods = (iteration - warmUp) / period;
        return learningRate
                * switch (decay) {
                    case NONE -> 1;
                    case STEP -> Math.pow(fraction, Math.floor(periods));
                    case EXPONENTIAL -> Math.pow(fraction, periods);
                    case COSINE -> fraction + (1 - fraction) * (1 + Math.cos(Math.PI * Math.min(1, periods))) / 2;
                };
    }

    public double getLearningRate() {
        return learningRate;
    }

    public double getWarmUp() {
        return warmUp;
    }

    public Decay getDecay() {
        return decay;
    }

    public double getFraction() {
        return fraction;
    }

    public double getPeriod() {
        return period;
    }

    @Override
    public ISchedule clone() {
        return new LearningRateSchedule(learningRate, warmUp, decay, fraction, period);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LearningRateSchedule that
                && learningRate == that.learningRate
                && warmUp == that.warmUp
                && decay == that.decay
                && fraction == that.fraction
                && period == that.period;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, warmUp, decay, fraction, period);
    }
}
