package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex that tells its layer, a {@link LinkedLayer}, which graph it belongs to. */
public class LinkedVertex extends LayerVertex {
    private static final long serialVersionUID = 1;

    /** For DL4J, which sets the fields afterwards. */
    public LinkedVertex() {}

    /** Takes over what a plain vertex holds. */
    public LinkedVertex(LayerVertex vertex) {
        super(vertex.getLayerConf(), vertex.getPreProcessor());
    }

    @Override
    public org.deeplearning4j.nn.conf.graph.GraphVertex clone() {
        return new LinkedVertex((LayerVertex) super.clone());
    }

    @Override
    public GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        GraphVertex vertex = super.instantiate(graph, name, index, parameters, initializeParameters, type);
        ((LinkedLayer) vertex.getLayer()).link(graph);
        return vertex;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkedVertex && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
