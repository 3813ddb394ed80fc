package io.sparcode.training;

/**
 * Which of a training's stages is under way: the layers' own trainings of layer-wise training, or the whole graph's.
 *
 * @param layer the layer that is trained with its counterpart, counted from 1 at the input; 0 for the whole graph
 * @param layers how many are trained before the whole graph; 0 where it is trained at once
 */
public record TrainingStage(int layer, int layers) {
    /** The only stage of a training at once. */
    public static final TrainingStage ONLY = new TrainingStage(0, 0);

    /** Checks the ranges. */
    public TrainingStage {
        if (layer < 0 || layer > layers) {
            throw new IllegalArgumentException("layer must be 0 to " + layers + ", was " + layer);
        }
    }

    /** Returns what people call it, {@code layer 1 of 3} or {@code whole graph}; empty where there is one stage only. */
    public String name() {
        if (layers == 0) {
            return "";
        }
        return layer == 0 ? "whole graph" : "layer " + layer + " of " + layers;
    }
}
