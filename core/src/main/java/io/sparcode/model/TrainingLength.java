package io.sparcode.model;

/**
 * How long a training is, for what changes in its course. It is counted in records over all workers, so that a setting
 * means the same for any number of them.
 *
 * @param records trained on from the first epoch to the last, repetitions included, at least 1
 * @param recordsPerStep that all workers together take in one step of each, at least 1
 */
public record TrainingLength(long records, int recordsPerStep) {
    /** Checks the ranges. */
    public TrainingLength {
        if (records < 1 || recordsPerStep < 1) {
            throw new IllegalArgumentException(
                    "a training has at least 1 record, and 1 a step, had " + records + " and " + recordsPerStep);
        }
    }

    /** Returns after how many steps so many records have been trained on. */
    public double stepsFor(double someRecords) {
        return someRecords / recordsPerStep;
    }

    /** Returns the steps of the whole training. */
    public double steps() {
        return stepsFor(records);
    }
}
