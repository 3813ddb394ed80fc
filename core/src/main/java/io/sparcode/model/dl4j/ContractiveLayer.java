package io.sparcode.model.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gives its input [batch, size] on and adds to the network's score the squared Frobenius norm of the Jacobian of what stands
 * before it, averaged over the batch: exact from the sum over all units, or an unbiased estimate from random projections
 * (Hutchinson 1989).
 */
public class ContractiveLayer extends SettingsLayer {
    private static final long serialVersionUID = 1;

    /** For DL4J, which sets the fields afterwards. */
    public ContractiveLayer() {}

    /**
     * Weighs the norm.
     *
     * @param weight at least 0
     * @param projections drawn for each record, at least 0; 0 is exact
     */
    public ContractiveLayer(double weight, int projections) {
        super(Map.of("weight", weight, "projections", (double) projections));
    }

    /** Returns the norm's weight. */
    public double weight() {
        return setting("weight");
    }

    /** Returns the projections drawn for each record, 0 for the exact norm. */
    public int projections() {
        return (int) setting("projections");
    }

    @Override
    protected PassThrough<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new Contractive(configuration, type);
    }
}
