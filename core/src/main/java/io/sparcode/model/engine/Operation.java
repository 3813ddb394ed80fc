package io.sparcode.model.engine;

/** A step of a plan. */
interface Operation {
    /** Computes the output from the input. */
    void runForward();

    /**
     * Computes the gradients of the input and of the parameters from those of the output, which it may overwrite, and
     * updates the parameters.
     */
    void runBackward();
}
