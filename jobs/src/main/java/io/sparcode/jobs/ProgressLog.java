package io.sparcode.jobs;

import io.sparcode.training.EpochMetrics;
import io.sparcode.training.TrainingListener;
import io.sparcode.training.TrainingStage;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells of a training's progress in lines of text, those of rounds at most one in two seconds. */
final class ProgressLog implements TrainingListener {
    private static final long PAUSE = Duration.ofSeconds(2).toNanos();

    private final Consumer<String> line;
    private final LongSupplier nanoTime;
    private String stage = "";
    private long last;

    /**
     * Begins.
     *
     * @param line takes each line
     * @param nanoTime tells the time, as {@link System#nanoTime()} does
     */
    ProgressLog(Consumer<String> line, LongSupplier nanoTime) {
        this.line = line;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong() - PAUSE;
    }

    @Override
    public void stageBegan(TrainingStage began) {
        stage = began.name().isEmpty() ? "" : began.name() + ", ";
    }

    @Override
    public void resumed(int epoch, long round) {
        line.accept(stage + "resumed from a checkpoint: epoch " + epoch + ", round " + round);
    }

    @Override
    public void roundEnded(RoundProgress progress) {
        long now = nanoTime.getAsLong();
        if (now - last < PAUSE) {
            return;
        }
        last = now;
        line.accept(String.format(
                Locale.ROOT,
                "%sepoch %d/%d round %d/%d: loss %.6g, %,.0f images/s, %s left",
                stage,
                progress.epoch(),
                progress.epochs(),
                progress.round(),
                progress.rounds(),
                progress.loss(),
                progress.imagesPerSecond(),
                time(progress.secondsLeft())));
    }

    @Override
    public void epochEnded(EpochMetrics metrics) {
        line.accept(String.format(
                Locale.ROOT,
                "%sepoch %d ended: loss %.6g, training error %.6f%s, %,.0f images/s, %.1f s",
                stage,
                metrics.epoch(),
                metrics.trainingLoss(),
                metrics.trainingMse(),
                Double.isNaN(metrics.validationMse())
                        ? ""
                        : String.format(Locale.ROOT, ", validation error %.6f", metrics.validationMse()),
                metrics.imagesPerSecond(),
                metrics.seconds()));
    }

    private static String time(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "unknown time";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
