package io.sparcode.training;

/** What becomes of the local optimisers' state (Adam's moments, say) when a round ends. */
public enum UpdaterState {
    /** Averaged like the parameters, so that every worker goes on from the mean. */
    AVERAGED,
    /** Set to zero at the start of every round, and not sent; with one worker it is kept. */
    RESET
}
