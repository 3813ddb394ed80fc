package io.sparcode.model;

import java.util.BitSet;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;

/** The running means and variances that batch normalisation keeps among a graph's parameters. */
public final class RunningStatistics {
    private RunningStatistics() {}

    /** Returns their places in the flat parameter vector. */
    public static BitSet places(ComputationGraph graph) {
        BitSet places = new BitSet();
        int end = 0;
        for (Layer layer : graph.getLayers()) {
            end += Math.toIntExact(layer.numParams());
            if (layer instanceof BatchNormalization normalization) {
                places.set(end - 2 * Math.toIntExact(normalization.layerConf().getNOut()), end);
            }
        }
        return places;
    }
}
