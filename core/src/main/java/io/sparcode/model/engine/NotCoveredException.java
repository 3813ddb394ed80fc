package io.sparcode.model.engine;

/** Says what of a network, or of this machine, the fast engine does not cover. */
final class NotCoveredException extends Exception {
    private static final long serialVersionUID = 1;

    NotCoveredException(String what) {
        super(what);
    }

    /** Throws unless something is covered. */
    static void require(boolean covered, String otherwise) throws NotCoveredException {
        if (!covered) {
            throw new NotCoveredException(otherwise);
        }
    }
}
