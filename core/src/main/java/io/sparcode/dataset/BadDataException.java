package io.sparcode.dataset;

/** The data cannot be used: missing, unreadable, or with more bad records than the limit. A job ends with status 2. */
public class BadDataException extends RuntimeException {
    /** Says what is wrong, the offending value, what is allowed, and where. */
    public BadDataException(String message) {
        super(message);
    }

    /** As {@link #BadDataException(String)}, with the failure behind it. */
    public BadDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
