package io.sparcode.model;

import io.sparcode.model.dl4j.KSparseLayer;
import java.util.List;

/**
 * Keeps a record's k largest values and sets the others to 0 (Makhzani and Frey, "k-sparse autoencoders", 2014): [size] to
 * [size]. Of equal values the first are kept.
 *
 * @param k values kept, at least 1 and less than there are
 */
public record KSparse(int k) implements Layer {
    /** Checks the range. */
    public KSparse {
        Ranges.atLeast(1, "k", k);
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (k >= input.size()) {
            throw new ArchitectureException("k must be less than the " + input.size() + " values there are, was " + k);
        }
        return input;
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        graph.appendFlat(name, new KSparseLayer(k), outputShape(graph.shape()));
    }

    /** Returns nothing: what was set to 0 is not known. */
    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return List.of();
    }
}
