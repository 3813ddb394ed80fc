package io.sparcode.training;

import io.sparcode.model.engine.NetworkState;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a training stands: all that is needed, beside options and data, to go on from there as if it had never stopped.
 */
final class Progress {
    /** The state that the next round starts from. */
    NetworkState state;
    /** The outer optimiser's velocity. */
    float[] velocity;
    /** The epoch under way, counted from 1. */
    int epoch = 1;
    /** Minibatches of the epoch that each worker has had. */
    long minibatches;
    /** Rounds of the epoch so far. */
    long roundsOfEpoch;
    /** Rounds of all epochs so far. */
    long rounds;
    /** Records trained on in the epoch so far. */
    long images;
    /** Their losses' sum. */
    double lossSum;
    /** The epochs that are done. */
    List<EpochMetrics> history = new ArrayList<>();
    /** The state of the epoch with the lowest error, where early stopping asks for it. */
    NetworkState best;
    /** That epoch's error. */
    double bestError = Double.POSITIVE_INFINITY;
    /** Epochs since the error last improved. */
    int epochsWithoutImprovement;
    /** Whether training has ended before its last epoch. */
    boolean stoppedEarly;

    Progress(NetworkState state) {
        this.state = state;
        this.velocity = new float[state.parameters().length];
    }

    void roundEnded(NetworkState next, RoundSlice slice, int frequency, double roundLossSum) {
        state = next;
        minibatches += frequency;
        rounds++;
        roundsOfEpoch++;
        images += slice.records();
        lossSum += roundLossSum;
    }

    void epochEnded(EpochMetrics metrics, EarlyStopping earlyStopping) {
        history.add(metrics);
        epoch++;
        minibatches = 0;
        roundsOfEpoch = 0;
        images = 0;
        lossSum = 0;
        if (earlyStopping.patience() == 0) {
            return;
        }
        double error = Double.isNaN(metrics.validationMse()) ? metrics.trainingMse() : metrics.validationMse();
        if (error < bestError * (1 - earlyStopping.minimumImprovement())) {
            bestError = error;
            best = state;
            epochsWithoutImprovement = 0;
        } else {
            epochsWithoutImprovement++;
            stoppedEarly = epochsWithoutImprovement >= earlyStopping.patience();
        }
    }
}
