package io.sparcode.dataset;

/** A file of an input that is there and cannot be opened, whatever may be in it. */
final class UnreadableFileException extends BadDataException {
    private static final long serialVersionUID = 1;

    UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
