package io.sparcode.training;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/** A training's figures in Spark's metrics system, under {@code sparcode}, for as long as the training runs. */
final class TrainingGauges implements Source, TrainingListener, AutoCloseable {
    private final MetricRegistry registry = new MetricRegistry();
    private final TrainingListener next;
    private volatile RoundProgress round = new RoundProgress(0, 0, 0, 0, Double.NaN, 0, Double.NaN);
    private volatile double trainingMse = Double.NaN;
    private volatile double validationMse = Double.NaN;

    private TrainingGauges(TrainingListener next) {
        this.next = next;
        registry.register("epoch", (Gauge<Integer>) () -> round.epoch());
        registry.register("round", (Gauge<Long>) () -> round.round());
        registry.register("loss", (Gauge<Double>) () -> round.loss());
        registry.register("images-per-second", (Gauge<Double>) () -> round.imagesPerSecond());
        registry.register("seconds-left", (Gauge<Double>) () -> round.secondsLeft());
        registry.register("training-mse", (Gauge<Double>) () -> trainingMse);
        registry.register("validation-mse", (Gauge<Double>) () -> validationMse);
    }

    /** Registers gauges that also pass on what they hear. */
    static TrainingGauges register(TrainingListener next) {
        TrainingGauges gauges = new TrainingGauges(next);
        SparkEnv.get().metricsSystem().registerSource(gauges);
        return gauges;
    }

    @Override
    public String sourceName() {
        return "sparcode";
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    @Override
    public void stageBegan(TrainingStage stage) {
        next.stageBegan(stage);
    }

    @Override
    public void resumed(int epoch, long rounds) {
        next.resumed(epoch, rounds);
    }

    @Override
    public void roundEnded(RoundProgress progress) {
        round = progress;
        next.roundEnded(progress);
    }

    @Override
    public void epochEnded(EpochMetrics metrics) {
        trainingMse = metrics.trainingMse();
        validationMse = metrics.validationMse();
        next.epochEnded(metrics);
    }

    @Override
    public void close() {
        SparkEnv.get().metricsSystem().removeSource(this);
    }
}
