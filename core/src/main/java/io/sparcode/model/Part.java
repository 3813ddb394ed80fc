package io.sparcode.model;

/**
 * A piece of an architecture or an optimiser: a record whose components are its settings. In JSON it is an object with
 * the part's kind under {@code type} ({@code name} for an optimiser) beside the settings, all in kebab-case; a part
 * without settings of its own may be written as its kind alone.
 *
 * <p>A new part is a new record that one of the sealed interfaces below permits: its kind is its class's name, its
 * defaults are what its constructor without arguments gives, its checks stand in its compact constructor, and its
 * translation to DL4J stands in the record too.
 */
public sealed interface Part
        permits Activation, Corruption, Decoder, GradientClipping, Layer, Loss, Optimizer, Penalty, Schedule {
    /** Returns the name by which configuration and messages know the part: {@code max-pooling2d}, say. */
    default String kind() {
        return PartFormat.kind(getClass());
    }
}
