package io.sparcode.model.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Keeps the k largest values of each record [batch, size] and sets the others to 0. */
public class KSparseLayer extends SettingsLayer {
    private static final long serialVersionUID = 1;

    /** For DL4J, which sets the fields afterwards. */
    public KSparseLayer() {}

    /** Keeps {@code k} values, at least 1. */
    public KSparseLayer(int k) {
        super(Map.of("k", (double) k));
    }

    /** Returns how many values are kept. */
    public int k() {
        return (int) setting("k");
    }

    @Override
    protected PassThrough<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new KSparse(configuration, type);
    }
}
