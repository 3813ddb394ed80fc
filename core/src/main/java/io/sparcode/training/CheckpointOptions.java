package io.sparcode.training;

/**
 * Where and how often training saves its whole state.
 *
 * @param directory a directory on any Hadoop file system; empty for no checkpoints
 * @param everyRounds rounds between two checkpoints, at least 0; 0 saves at the end of each epoch only
 * @param keep newest checkpoints kept, at least 1
 * @param startOver whether the checkpoint of another configuration is deleted rather than refused
 */
public record CheckpointOptions(String directory, int everyRounds, int keep, boolean startOver) {
    /** What the name of the folder of a layer's checkpoints begins with. */
    static final String LAYER = "layer-";

    /** No checkpoints. */
    public static final CheckpointOptions NONE = new CheckpointOptions("", 0, 2, false);

    /** Checks the ranges. */
    public CheckpointOptions {
        if (everyRounds < 0) {
            throw new IllegalArgumentException("every-rounds must be at least 0, was " + everyRounds);
        }
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, was " + keep);
        }
    }

    /** Returns these for a layer's stage of layer-wise training, in a folder of its own within the directory. */
    CheckpointOptions ofLayer(int layer) {
        return directory.isEmpty()
                ? this
                : new CheckpointOptions(directory + "/" + LAYER + layer, everyRounds, keep, startOver);
    }
}
