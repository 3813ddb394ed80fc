package io.sparcode.jobs;

import java.util.List;

/** A step of a pipeline that failed, with what the steps before it sum up to. */
final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String step;
    private final transient List<Summary> done;

    StepFailure(String step, List<Summary> done, Throwable cause) {
        super(cause);
        this.step = step;
        this.done = List.copyOf(done);
    }

    String step() {
        return step;
    }

    List<Summary> done() {
        return done;
    }
}
