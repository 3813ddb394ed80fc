package io.sparcode.jobs;

/** Wall-clock time as summaries give it. */
final class Seconds {
    private Seconds() {}

    /** Returns the seconds since a {@link System#nanoTime()}, to the millisecond. */
    static double since(long nanoTime) {
        return Math.round((System.nanoTime() - nanoTime) / 1e6) / 1e3;
    }
}
