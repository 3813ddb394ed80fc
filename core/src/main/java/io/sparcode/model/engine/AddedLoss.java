package io.sparcode.model.engine;

/** An operation that adds something to the loss. */
interface AddedLoss extends Operation {
    /** Returns what the last minibatch adds to the loss; call it after {@link #runBackward()}. */
    double loss();
}
