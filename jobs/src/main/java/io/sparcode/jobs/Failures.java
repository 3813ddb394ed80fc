package io.sparcode.jobs;

/** What is said of a failure. */
final class Failures {
    private Failures() {}

    /**
     * Returns the reason on one line: the message of the failure's first cause, since Spark wraps what a task threw in
     * its own account of stages and stacks.
     */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        if (ExitCode.of(failure) == ExitCode.FAILED) {
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String message = firstLine(cause.getMessage());
            if (isOwn(cause)) {
                return message;
            }
            return cause.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
        }
        while (!isOwn(cause) && cause.getCause() != null && ExitCode.of(cause.getCause()) == ExitCode.of(failure)) {
            cause = cause.getCause();
        }
        return firstLine(cause.getMessage());
    }

    private static boolean isOwn(Throwable failure) {
        return failure.getClass().getName().startsWith("io.sparcode.");
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
