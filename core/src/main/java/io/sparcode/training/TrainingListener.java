package io.sparcode.training;

/** Told of a training's progress, on the driver. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** Called when a stage begins or is taken up again, before anything else; a training at once has one. */
    default void stageBegan(TrainingStage stage) {}

    /** Called when a training goes on from a checkpoint. */
    default void resumed(int epoch, long round) {}

    /** Called after each round. */
    default void roundEnded(RoundProgress progress) {}

    /** Called after each epoch. */
    default void epochEnded(EpochMetrics metrics) {}

    /**
     * Where a training stands after a round.
     *
     * @param epoch counted from 1
     * @param epochs how many there will be
     * @param round within the epoch, counted from 1
     * @param rounds in the epoch
     * @param loss the round's mean objective
     * @param imagesPerSecond over the round
     * @param secondsLeft estimated for all remaining epochs of the stage
     */
    record RoundProgress(
            int epoch, int epochs, long round, long rounds, double loss, double imagesPerSecond, double secondsLeft) {}
}
