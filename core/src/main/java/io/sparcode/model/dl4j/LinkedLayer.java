package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** A running layer that uses other layers of its graph; its vertex is a {@link LinkedVertex}. */
public interface LinkedLayer {
    /** Tells the layer its graph, before anything is computed. */
    void link(ComputationGraph graph);
}
