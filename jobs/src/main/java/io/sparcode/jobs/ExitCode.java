package io.sparcode.jobs;

import io.sparcode.config.ConfigurationException;
import io.sparcode.dataset.BadDataException;
import io.sparcode.model.ArchitectureException;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/** How a job ended, as its process says it. */
enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    /** Refused: a wrong command line or configuration, or an output that is there already. */
    REFUSED(1),
    /** Bad or missing data. */
    BAD_DATA(2),
    /** Failed while running. */
    FAILED(3);

    private static final String OWN_PACKAGE = "io.sparcode.";

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Returns how a failure ends a job; Spark wraps what a task threw. */
    static ExitCode of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadDataException) {
                return BAD_DATA;
            }
            if (cause instanceof ConfigurationException
                    || cause instanceof ArchitectureException
                    || cause instanceof FileAlreadyExistsException) {
                return REFUSED;
            }
        }
        return isRefusedByTheLibrary(failure) ? REFUSED : FAILED;
    }

    /** Options refuse with {@link IllegalArgumentException}; Spark and DL4J throw it too, for what is no option. */
    private static boolean isRefusedByTheLibrary(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof IllegalArgumentException
                && trace.length > 0
                && trace[0].getClassName().startsWith(OWN_PACKAGE);
    }
}
