package io.sparcode.training;

/**
 * How many minibatches a worker takes between two averagings.
 *
 * @param frequency minibatches a round, at least 1
 * @param initialFrequency minibatches in the first round, 1 to {@code frequency}; equal to it means no schedule
 * @param rampRounds rounds over which the first grows linearly to the second, at least 0
 */
public record AveragingSchedule(int frequency, int initialFrequency, int rampRounds) {
    /** Checks the ranges. */
    public AveragingSchedule {
        if (frequency < 1) {
            throw new IllegalArgumentException("frequency must be at least 1 minibatch, was " + frequency);
        }
        if (initialFrequency < 1 || initialFrequency > frequency) {
            throw new IllegalArgumentException(
                    "initial-frequency must be 1 to frequency (" + frequency + "), was " + initialFrequency);
        }
        if (rampRounds < 0) {
            throw new IllegalArgumentException("ramp-rounds must be at least 0, was " + rampRounds);
        }
    }

    /** Returns the same number of minibatches in every round. */
    public static AveragingSchedule every(int frequency) {
        return new AveragingSchedule(frequency, frequency, 0);
    }

    /** Returns the minibatches a worker takes in a round, counted from 0 over the whole training. */
    public int minibatchesIn(long round) {
        if (round >= rampRounds) {
            return frequency;
        }
        return (int) (initialFrequency + (frequency - initialFrequency) * round / rampRounds);
    }
}
