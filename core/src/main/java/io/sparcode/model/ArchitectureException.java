package io.sparcode.model;

/** An architecture or optimiser that cannot be built, or does not fit the data. A job ends with status 1. */
public class ArchitectureException extends IllegalArgumentException {
    /** Says which layer or part, the offending value, and what is allowed. */
    public ArchitectureException(String message) {
        super(message);
    }

    /** Says the same, with what led to it. */
    public ArchitectureException(String message, Throwable cause) {
        super(message, cause);
    }
}
