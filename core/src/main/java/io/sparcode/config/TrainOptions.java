package io.sparcode.config;

import io.sparcode.model.Architecture;
import io.sparcode.model.GradientClipping;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.Schedule;
import io.sparcode.training.AveragingSchedule;
import io.sparcode.training.CheckpointOptions;
import io.sparcode.training.EarlyStopping;
import io.sparcode.training.OuterOptimizer;
import io.sparcode.training.TrainingOptions;
import io.sparcode.training.UpdaterState;
import java.util.List;
import java.util.Set;

/**
 * What the train job reads, trains and writes.
 *
 * @param input the dataset, as ingest writes it
 * @param inputColumn the column that records are read from
 * @param targetColumn the column of what the network is to give for each; empty for the record itself
 * @param labels of the records that are trained on and watched, each once; empty for all records
 * @param model the directory that the model is written to
 * @param overwrite whether a model that is there already is replaced rather than refused
 * @param architecture the autoencoder
 * @param optimizer the optimiser of the workers' steps
 * @param schedule the course of their learning rate
 * @param gradientClipping what is done to their gradients first
 * @param workers shards and tasks a round, at least 0; 0 takes the cluster's task slots
 * @param epochs passes over the data, at least 1
 * @param layerwiseEpochs passes over the data for each layer before that, at least 0; 0 trains the whole graph at once
 * @param batchSizePerWorker records a minibatch on each worker, at least 0; 0 divides 64 among the workers
 * @param averaging minibatches between two averagings
 * @param outerOptimizer what is done with the average
 * @param updaterState what becomes of the workers' optimisers' state
 * @param validationFraction share of the training records held out, 0 up to but not including 1
 * @param earlyStopping when to stop before the last epoch
 * @param checkpoint where the state is saved
 * @param seed the source of every random choice
 */
public record TrainOptions(
        String input,
        String inputColumn,
        String targetColumn,
        List<Integer> labels,
        String model,
        boolean overwrite,
        Architecture architecture,
        Optimizer optimizer,
        Schedule schedule,
        GradientClipping gradientClipping,
        int workers,
        int epochs,
        int layerwiseEpochs,
        int batchSizePerWorker,
        AveragingSchedule averaging,
        OuterOptimizer outerOptimizer,
        UpdaterState updaterState,
        double validationFraction,
        EarlyStopping earlyStopping,
        CheckpointOptions checkpoint,
        long seed) {
    /** Checks the ranges and copies the list. */
    public TrainOptions {
        Required.text(input, "input");
        Required.text(inputColumn, "input-column");
        Required.text(model, "model");
        labels = List.copyOf(labels);
        if (Set.copyOf(labels).size() < labels.size()) {
            throw new IllegalArgumentException("labels must be given once each, were " + labels);
        }
        if (workers < 0) {
            throw new IllegalArgumentException("workers must be at least 0, was " + workers);
        }
        if (!(validationFraction >= 0 && validationFraction < 1)) {
            throw new IllegalArgumentException(
                    "validation-fraction must be at least 0 and less than 1, was " + validationFraction);
        }
        if (layerwiseEpochs < 0) {
            throw new IllegalArgumentException("layerwise-epochs must be at least 0, was " + layerwiseEpochs);
        }
        if (batchSizePerWorker < 0) {
            throw new IllegalArgumentException("batch-size-per-worker must be at least 0, was " + batchSizePerWorker);
        }
        Optimization.requireFitting(optimizer, schedule);
        // The rest is checked where it is used.
        new TrainingOptions(
                Math.max(1, workers),
                epochs,
                Math.max(1, batchSizePerWorker),
                averaging,
                outerOptimizer,
                updaterState,
                earlyStopping,
                checkpoint,
                seed);
    }
}
