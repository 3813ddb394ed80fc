package io.sparcode.training;

/** How fast a training goes and how long it has left. Figures for people: nothing computed depends on them. */
final class Clock {
    private static final double NANOS = 1e9;

    private final long recordsPerEpoch;
    private final long resumedImages;
    private final int resumedEpoch;
    private final long start = System.nanoTime();
    private long epochStart;
    private long epochImages;
    private long roundStart;
    private double roundImagesPerSecond;
    private double epochImagesPerSecond;

    Clock(Progress progress, long recordsPerEpoch) {
        this.recordsPerEpoch = recordsPerEpoch;
        this.resumedImages = progress.images;
        this.resumedEpoch = progress.epoch;
    }

    void epochBegins() {
        epochStart = System.nanoTime();
        epochImages = 0;
    }

    void roundBegins() {
        roundStart = System.nanoTime();
    }

    void roundEnds(long images) {
        epochImages += images;
        roundImagesPerSecond = images / secondsSince(roundStart);
    }

    void trainingEnds() {
        epochImagesPerSecond = epochImages / secondsSince(epochStart);
    }

    double roundImagesPerSecond() {
        return roundImagesPerSecond;
    }

    double epochImagesPerSecond() {
        return epochImagesPerSecond;
    }

    double epochSeconds() {
        return secondsSince(epochStart);
    }

    double secondsLeft(Progress progress, int epochs) {
        long done = (progress.epoch - resumedEpoch) * recordsPerEpoch + progress.images - resumedImages;
        long left = (epochs - progress.epoch + 1) * recordsPerEpoch - progress.images;
        return done == 0 ? Double.NaN : left * secondsSince(start) / done;
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOS;
    }
}
