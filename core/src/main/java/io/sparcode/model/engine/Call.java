package io.sparcode.model.engine;

/** A piece of a plan's work, on memory that it was prepared with. */
interface Call {
    /** Does it. */
    void run();
}
