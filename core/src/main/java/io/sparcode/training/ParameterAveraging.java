package io.sparcode.training;

import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.Corruptor;
import io.sparcode.model.RunningStatistics;
import io.sparcode.model.engine.Dl4jEngine;
import io.sparcode.model.engine.NetworkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Trains a graph by parameter averaging over shards: synchronous rounds of local steps with an outer optimiser
 * (McDonald, Hall and Mann 2010; the outer momentum as in SlowMo, Wang et al. 2020).
 *
 * <p>The same options, shards and initial graph give the same network, bit for bit on the same machine, whatever order
 * tasks end in, and whether or not the training was interrupted and resumed.
 */
public final class ParameterAveraging {
    private final TrainingOptions options;
    private final TrainingStage stage;
    private final TrainingListener listener;
    private final Corruptor corruptor;

    /** Prepares a training that tells {@code listener} of its progress, on the calling thread. */
    public ParameterAveraging(TrainingOptions options, TrainingListener listener) {
        this(options, TrainingStage.ONLY, listener);
    }

    /** Prepares a stage of a training. */
    public ParameterAveraging(TrainingOptions options, TrainingStage stage, TrainingListener listener) {
        this(options, stage, listener, Corruptor.NONE);
    }

    private ParameterAveraging(
            TrainingOptions options, TrainingStage stage, TrainingListener listener, Corruptor corruptor) {
        this.options = options;
        this.stage = stage;
        this.listener = listener;
        this.corruptor = corruptor;
    }

    /** Returns this with records corrupted before they are trained on; errors are measured on clean ones all the same. */
    public ParameterAveraging corruptedBy(Corruptor newCorruptor) {
        return new ParameterAveraging(options, stage, listener, newCorruptor);
    }

    /**
     * Trains.
     *
     * @param initial the initialised graph, whose parameters and updater state are the start; not changed
     * @param training the shards, as many as there are workers
     * @param validation held-out records, if any
     * @param fingerprint identifies architecture, options and data: a checkpoint of another one is refused
     * @throws IllegalArgumentException if shards and workers differ, or the checkpoint is another training's
     * @throws TrainingFailedException if a loss or parameter is not finite
     * @throws UncheckedIOException if a checkpoint cannot be read or written
     */
    public TrainedNetwork fit(
            ComputationGraph initial, ShardedBlocks training, Optional<ShardedBlocks> validation, String fingerprint) {
        if (training.shards() != options.workers()) {
            throw new IllegalArgumentException(
                    training.shards() + " shards cannot be trained by " + options.workers() + " workers");
        }
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(training.sparkContext());
        String description = spark.getLocalProperty("spark.job.description");
        try (Shared<NetworkDefinition> definition =
                        Shared.of(spark, new NetworkDefinition(initial, options.batchSizePerWorker(), corruptor));
                TrainingGauges gauges = TrainingGauges.register(listener)) {
            gauges.stageBegan(stage);
            Run run = new Run(
                    spark, training, validation, definition, RunningStatistics.places(initial), fingerprint, gauges);
            Progress progress = run.toTheEnd(Dl4jEngine.stateOf(initial));
            NetworkState last = progress.best == null ? progress.state : progress.best;
            return new TrainedNetwork(networkWith(initial, last), progress.history, progress.stoppedEarly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            spark.setLocalProperty("spark.job.description", description);
        }
    }

    private String inStage(String what) {
        return stage.name().isEmpty() ? what : stage.name() + ", " + what;
    }

    private static ComputationGraph networkWith(ComputationGraph initial, NetworkState state) {
        ComputationGraph network = initial.clone();
        Dl4jEngine.restore(network, state);
        return network;
    }

    /** One training under way. */
    private final class Run {
        private final JavaSparkContext spark;
        private final ShardedBlocks training;
        private final Optional<ShardedBlocks> validation;
        private final Shared<NetworkDefinition> definition;
        private final BitSet statistics;
        private final Optional<Checkpoints> checkpoints;
        private final TrainingListener told;
        private final Round round;

        Run(
                JavaSparkContext spark,
                ShardedBlocks training,
                Optional<ShardedBlocks> validation,
                Shared<NetworkDefinition> definition,
                BitSet statistics,
                String fingerprint,
                TrainingListener told)
                throws IOException {
            this.spark = spark;
            this.training = training;
            this.validation = validation;
            this.definition = definition;
            this.statistics = statistics;
            this.told = told;
            this.round = new Round(spark, training, definition, options.updaterState(), options.seed());
            this.checkpoints = options.checkpoint().directory().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Checkpoints(spark.hadoopConfiguration(), options.checkpoint(), fingerprint));
        }

        Progress toTheEnd(NetworkState initial) throws IOException {
            Progress progress = resumed().orElseGet(() -> new Progress(initial));
            Clock clock = new Clock(progress, training.records());
            while (progress.epoch <= options.epochs() && !progress.stoppedEarly) {
                epoch(progress, clock);
            }
            return progress;
        }

        private Optional<Progress> resumed() throws IOException {
            if (checkpoints.isEmpty()) {
                return Optional.empty();
            }
            if (options.checkpoint().startOver()) {
                Checkpoints.delete(
                        spark.hadoopConfiguration(),
                        new Path(options.checkpoint().directory()));
            }
            Optional<Progress> newest = checkpoints.get().newest();
            newest.ifPresent(progress -> told.resumed(progress.epoch, progress.roundsOfEpoch));
            return newest;
        }

        private void epoch(Progress progress, Clock clock) throws IOException {
            EpochOrder order = new EpochOrder(training, options.batchSizePerWorker(), options.seed(), progress.epoch);
            clock.epochBegins();
            while (progress.minibatches < order.minibatches()) {
                round(progress, order, clock);
                boolean lastOfEpoch = progress.minibatches >= order.minibatches();
                int every = options.checkpoint().everyRounds();
                if (checkpoints.isPresent() && !lastOfEpoch && every > 0 && progress.rounds % every == 0) {
                    checkpoints.get().save(progress);
                }
            }
            EpochMetrics metrics = evaluated(progress, clock);
            progress.epochEnded(metrics, options.earlyStopping());
            told.epochEnded(metrics);
            if (checkpoints.isPresent()) {
                checkpoints.get().save(progress);
            }
        }

        private void describe(String job) {
            spark.setLocalProperty("spark.job.description", inStage(job));
        }

        private void round(Progress progress, EpochOrder order, Clock clock) {
            int frequency = options.averaging().minibatchesIn(progress.rounds);
            RoundSlice slice = order.slice(progress.minibatches, frequency);
            describe("epoch " + progress.epoch + "/" + options.epochs() + ", round " + (progress.roundsOfEpoch + 1));
            clock.roundBegins();
            RoundSum sum = round.run(progress.state, slice, progress.epoch);
            refuseNonFinite(sum, progress);
            NetworkState start = progress.state;
            // One worker's steps need no correction: they are those of plain training.
            OuterOptimizer outer = options.workers() == 1 ? OuterOptimizer.PLAIN_AVERAGING : options.outerOptimizer();
            float[] parameters = outer.next(start.parameters(), sum.parameters(), progress.velocity, statistics);
            NetworkState next = new NetworkState(parameters, sum.updaterState(), start.steps() + sum.steps());
            progress.roundEnded(next, slice, frequency, sum.lossSum());
            clock.roundEnds(slice.records());
            long roundsLeft = Math.max(0, (order.minibatches() - progress.minibatches + frequency - 1) / frequency);
            told.roundEnded(new TrainingListener.RoundProgress(
                    progress.epoch,
                    options.epochs(),
                    progress.roundsOfEpoch,
                    progress.roundsOfEpoch + roundsLeft,
                    sum.lossSum() / slice.records(),
                    clock.roundImagesPerSecond(),
                    clock.secondsLeft(progress, options.epochs())));
        }

        private void refuseNonFinite(RoundSum sum, Progress progress) {
            if (sum.failedShard() >= 0) {
                throw new TrainingFailedException(inStage("epoch ") + progress.epoch + ", round "
                        + (progress.roundsOfEpoch + 1)
                        + ": worker " + sum.failedShard() + " has a "
                        + (Double.isNaN(sum.failedLoss())
                                ? "loss or parameter that is not a number"
                                : "loss of " + sum.failedLoss())
                        + " after minibatch " + sum.failedStep()
                        + "; try a smaller train.optimizer.learning-rate, a smaller"
                        + " train.outer-optimizer.momentum, or look for values out of [0, 1] in the data."
                        + (checkpoints.isPresent() ? " The last good checkpoint is kept." : ""));
            }
        }

        private EpochMetrics evaluated(Progress progress, Clock clock) {
            describe("evaluation of epoch " + progress.epoch);
            clock.trainingEnds();
            NetworkState evaluated =
                    new NetworkState(progress.state.parameters(), new float[0], progress.state.steps());
            try (Shared<NetworkState> state = Shared.of(spark, evaluated)) {
                double trainingMse = Evaluation.meanSquaredErrorOfSample(training, definition, state);
                double validationMse = validation.isPresent()
                        ? Evaluation.meanSquaredError(validation.get(), definition, state)
                        : Double.NaN;
                return new EpochMetrics(
                        stage.layer(),
                        progress.epoch,
                        progress.roundsOfEpoch,
                        progress.images,
                        progress.lossSum / progress.images,
                        trainingMse,
                        validationMse,
                        clock.epochSeconds(),
                        clock.epochImagesPerSecond());
            }
        }
    }
}
