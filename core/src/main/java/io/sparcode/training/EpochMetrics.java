package io.sparcode.training;

/**
 * What one epoch measured.
 *
 * @param stage the layer that layer-wise training trained, counted from 1 at the input; 0 for the whole graph
 * @param epoch of the stage, counted from 1
 * @param rounds averagings in the epoch
 * @param images records trained on
 * @param trainingLoss the objective, penalties included, averaged over the epoch's minibatches as they were trained on
 * @param trainingMse mean squared error a value of the averaged model on a fixed sample of the training set, at the
 *     epoch's end, in the stage of a layer of the reconstruction of the codes before it; lower is better
 * @param validationMse the same on the whole validation set; NaN where there is none
 * @param seconds wall-clock time, evaluation included
 * @param imagesPerSecond records trained on a second, evaluation left out
 */
public record EpochMetrics(
        int stage,
        int epoch,
        long rounds,
        long images,
        double trainingLoss,
        double trainingMse,
        double validationMse,
        double seconds,
        double imagesPerSecond) {}
