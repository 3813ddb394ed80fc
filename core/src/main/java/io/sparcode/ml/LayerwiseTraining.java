package io.sparcode.ml;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.Corruptor;
import io.sparcode.model.LayerStage;
import io.sparcode.model.Optimization;
import io.sparcode.model.TrainingLength;
import io.sparcode.scoring.Scorer;
import io.sparcode.training.Checkpoints;
import io.sparcode.training.EpochMetrics;
import io.sparcode.training.ParameterAveraging;
import io.sparcode.training.TrainedNetwork;
import io.sparcode.training.TrainingListener;
import io.sparcode.training.TrainingOptions;
import io.sparcode.training.TrainingStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Trains a graph at once, or first each layer with its counterpart, from the input inwards, on the codes of the layers
 * before: then the whole graph goes on from the layers' parameters.
 */
final class LayerwiseTraining {
    private final TrainingOptions options;
    private final int layerEpochs;
    private final Function<TrainingLength, Optimization> optimization;
    private final TrainingListener listener;
    private final String fingerprint;

    /**
     * Prepares.
     *
     * @param options of the whole graph's training; a layer's differ in epochs and in where checkpoints lie
     * @param layerEpochs passes over the data for each layer, at least 1 if there are stages
     * @param optimization what a graph has to know of a training of some length
     * @param fingerprint identifies architecture, options and data
     */
    LayerwiseTraining(
            TrainingOptions options,
            int layerEpochs,
            Function<TrainingLength, Optimization> optimization,
            TrainingListener listener,
            String fingerprint) {
        this.options = options;
        this.layerEpochs = layerEpochs;
        this.optimization = optimization;
        this.listener = listener;
        this.fingerprint = fingerprint;
    }

    /** The records of a stage, and the held-out ones; those of the first stage are not this class's to close. */
    private record Records(ShardedBlocks training, Optional<ShardedBlocks> validation, boolean owned) {
        void close() {
            if (owned) {
                training.close();
                validation.ifPresent(ShardedBlocks::close);
            }
        }

        double[] means() {
            double[] means = new double[training.recordSize()];
            List<double[]> byShard = training.select(training.blocksByShard())
                    .mapPartitions(LayerwiseTraining::sums)
                    .collect();
            for (double[] sums : byShard) {
                for (int i = 0; i < means.length; i++) {
                    means[i] += sums[i] / training.records();
                }
            }
            return means;
        }

        Records codes(ComputationGraph network, LayerStage stage) {
            Scorer scorer = new Scorer(network, stage.input(), stage.target());
            int codeSize = stage.architecture()
                    .codeShape(stage.input(), stage.target())
                    .size();
            ShardedBlocks codes = scorer.codes(training, codeSize);
            try {
                return new Records(codes, validation.map(held -> scorer.codes(held, codeSize)), true);
            } catch (RuntimeException e) {
                codes.close();
                throw e;
            }
        }
    }

    /** One record: each value's sum over a shard. */
    private static Iterator<double[]> sums(Iterator<ImageBlock> blocks) {
        double[] sums = new double[0];
        while (blocks.hasNext()) {
            ImageBlock block = blocks.next();
            float[] record = new float[block.recordSize()];
            sums = sums.length == 0 ? new double[record.length] : sums;
            for (int place = 0; place < block.records(); place++) {
                block.read(place, record, 0);
                for (int i = 0; i < record.length; i++) {
                    sums[i] += record[i];
                }
            }
        }
        return List.of(sums).iterator();
    }

    /**
     * Trains.
     *
     * @param initial the whole graph, which the layers' parameters are put into
     * @param corruptor of what the whole graph is trained on
     * @param stages the layers from the input inwards; none trains the graph at once
     */
    TrainedNetwork fit(
            ComputationGraph initial,
            Corruptor corruptor,
            List<LayerStage> stages,
            ShardedBlocks training,
            Optional<ShardedBlocks> validation) {
        refuseOtherCheckpoints(training.sparkContext().hadoopConfiguration(), stages.size());
        List<EpochMetrics> history = new ArrayList<>();
        Records records = new Records(training, validation, false);
        try {
            for (int i = 0; i < stages.size(); i++) {
                LayerStage stage = stages.get(i);
                TrainingOptions ofLayer = options.ofLayer(i + 1, layerEpochs);
                ComputationGraph graph =
                        stage.toGraph(initial, optimization(ofLayer, training.records()), options.seed());
                if (i > 0) {
                    stage.centre(graph, records.means());
                }
                TrainedNetwork trained = new ParameterAveraging(
                                ofLayer, new TrainingStage(i + 1, stages.size()), listener)
                        .corruptedBy(stage.architecture().corruptor(stage.input()))
                        .fit(graph, records.training, records.validation, fingerprint);
                stage.putInto(initial, trained.network());
                history.addAll(trained.history());
                if (i < stages.size() - 1) {
                    Records before = records;
                    records = before.codes(trained.network(), stage);
                    before.close();
                }
            }
        } finally {
            records.close();
        }
        TrainedNetwork whole = new ParameterAveraging(options, new TrainingStage(0, stages.size()), listener)
                .corruptedBy(corruptor)
                .fit(initial, training, validation, fingerprint);
        history.addAll(whole.history());
        return new TrainedNetwork(whole.network(), history, whole.stoppedEarly());
    }

    private void refuseOtherCheckpoints(Configuration hadoop, int layers) {
        try {
            for (int layer = 1; layer <= layers; layer++) {
                Checkpoints.refuseOther(hadoop, options.ofLayer(layer, layerEpochs), fingerprint);
            }
            Checkpoints.refuseOther(hadoop, options, fingerprint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a graph has to know of its training. */
    Optimization optimization(TrainingOptions ofStage, long records) {
        return optimization.apply(
                new TrainingLength(records * ofStage.epochs(), ofStage.workers() * ofStage.batchSizePerWorker()));
    }
}
