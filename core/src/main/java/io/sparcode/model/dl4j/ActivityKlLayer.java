package io.sparcode.model.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gives its input [batch, size], values in (0, 1), on and adds to the network's score how far each unit's mean over the
 * batch diverges from a target activity.
 */
public class ActivityKlLayer extends SettingsLayer {
    /** Keeps logarithms finite where a unit's mean is rounded to 0 or 1. */
    public static final double CLIP = 1e-6;

    private static final long serialVersionUID = 1;

    /** For DL4J, which sets the fields afterwards. */
    public ActivityKlLayer() {}

    /**
     * Weighs the divergence.
     *
     * @param weight of a unit's divergence in nats, at least 0
     * @param rho target activity, in (0, 1)
     */
    public ActivityKlLayer(double weight, double rho) {
        super(Map.of("weight", weight, "rho", rho));
    }

    /** Returns the weight of a unit's divergence. */
    public double weight() {
        return setting("weight");
    }

    /** Returns the target activity. */
    public double rho() {
        return setting("rho");
    }

    @Override
    protected PassThrough<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new ActivityKl(configuration, type);
    }
}
