package io.sparcode.training;

/**
 * How a model is trained.
 *
 * @param workers shards and tasks a round, at least 1
 * @param epochs passes over the data, at least 1
 * @param batchSizePerWorker records a minibatch on each worker, at least 1
 * @param averaging minibatches between two averagings
 * @param outerOptimizer what is done with the average
 * @param updaterState what becomes of the local optimisers' state
 * @param earlyStopping when to stop before the last epoch
 * @param checkpoint where the state is saved
 * @param seed the source of every random choice
 */
public record TrainingOptions(
        int workers,
        int epochs,
        int batchSizePerWorker,
        AveragingSchedule averaging,
        OuterOptimizer outerOptimizer,
        UpdaterState updaterState,
        EarlyStopping earlyStopping,
        CheckpointOptions checkpoint,
        long seed) {
    /** Checks the ranges. */
    public TrainingOptions {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, was " + workers);
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, was " + epochs);
        }
        if (batchSizePerWorker < 1) {
            throw new IllegalArgumentException("batch-size-per-worker must be at least 1, was " + batchSizePerWorker);
        }
    }

    /** Returns a step's 64 records divided among workers, with no fewer than 8, below which matrix products are slow. */
    public static int batchSizeOfEach(int workers) {
        return Math.max(8, 64 / workers);
    }

    /** Returns these with another seed. */
    public TrainingOptions withSeed(long newSeed) {
        return with(epochs, checkpoint, newSeed);
    }

    /** Returns these for a layer's stage of layer-wise training: other epochs, and checkpoints apart. */
    public TrainingOptions ofLayer(int layer, int layerEpochs) {
        return with(layerEpochs, checkpoint.ofLayer(layer), seed);
    }

    private TrainingOptions with(int newEpochs, CheckpointOptions newCheckpoint, long newSeed) {
        return new TrainingOptions(
                workers,
                newEpochs,
                batchSizePerWorker,
                averaging,
                outerOptimizer,
                updaterState,
                earlyStopping,
                newCheckpoint,
                newSeed);
    }
}
