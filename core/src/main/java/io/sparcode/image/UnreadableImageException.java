package io.sparcode.image;

/** Bytes that are not an image, or not one that can be used. Its message is the reason, in one line. */
public class UnreadableImageException extends Exception {
    /** Gives the reason, in one line. */
    public UnreadableImageException(String reason) {
        super(oneLine(reason));
    }

    /** As {@link #UnreadableImageException(String)}, with the failure behind it. */
    public UnreadableImageException(String reason, Throwable cause) {
        super(oneLine(reason), cause);
    }

    private static String oneLine(String reason) {
        return reason.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
