package io.sparcode.dataset;

/** Tells bad data from other failures, where Spark has wrapped what a task threw. */
final class IngestFailures {
    /** What Parquet 1.13 and Spark 3.5 say of a file that is none; neither has a type for it. */
    private static final String[] PARQUET_MESSAGES = {
        "is not a Parquet file", "Could not read footer for file", "Corrupted Parquet", "could not read page"
    };

    private IngestFailures() {}

    /**
     * Returns unless bad data is behind a failure.
     *
     * @throws BadDataException with what the task said, if it is
     */
    static void throwBadDataBehind(Exception failure) {
        if (failure instanceof BadDataException bad) {
            throw bad;
        }
        for (Throwable at = failure.getCause(); at != null; at = at.getCause()) {
            if (at instanceof BadDataException) {
                throw new BadDataException(at.getMessage(), failure);
            }
        }
        for (Throwable at = failure; at != null; at = at.getCause()) {
            for (String message : PARQUET_MESSAGES) {
                if (at.getMessage() != null && at.getMessage().contains(message)) {
                    throw new BadDataException("broken Parquet: " + at.getMessage(), failure);
                }
            }
        }
    }
}
