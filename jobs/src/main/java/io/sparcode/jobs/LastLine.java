package io.sparcode.jobs;

import java.io.PrintStream;

/** The line that ends standard output: said once, by what comes first of the job's end and the end of its process. */
final class LastLine {
    private final PrintStream out;
    private boolean said;

    private LastLine(PrintStream out) {
        this.out = out;
    }

    /** Has it said that a job was stopped, if the process ends before anything else was said. */
    static LastLine of(String job, PrintStream out) {
        LastLine line = new LastLine(out);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> line.say(Summary.stopped(job)), "last line"));
        return line;
    }

    /** Says what a run sums up to; returns whether it was not too late for that. */
    synchronized boolean say(Summary summary) {
        if (said) {
            return false;
        }
        said = true;
        out.println(summary.toJson());
        out.flush();
        return true;
    }
}
