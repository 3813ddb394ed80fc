package io.sparcode.training;

/** A training that cannot go on: a loss or parameter is not finite. The last good checkpoint stays. */
public class TrainingFailedException extends RuntimeException {
    /** Says in which round and worker, and what to try. */
    public TrainingFailedException(String message) {
        super(message);
    }
}
