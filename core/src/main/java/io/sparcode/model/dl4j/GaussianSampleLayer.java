package io.sparcode.model.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Takes means and logarithms of variances [batch, 2 units] of a diagonal normal distribution, gives a draw from it in
 * training and its means otherwise [batch, units], and adds its divergence from the standard normal distribution to the
 * network's score.
 */
public class GaussianSampleLayer extends SettingsLayer {
    private static final long serialVersionUID = 1;

    /** For DL4J, which sets the fields afterwards. */
    public GaussianSampleLayer() {}

    /**
     * Weighs the divergence.
     *
     * @param weight of a nat, at least 0
     * @param warmUpSteps over which the weight grows linearly from 0, at least 0
     * @param freeBits nats of each unit, averaged over the batch, that cost nothing; at least 0
     */
    public GaussianSampleLayer(double weight, double warmUpSteps, double freeBits) {
        super(Map.of("weight", weight, "warmUpSteps", warmUpSteps, "freeBits", freeBits));
    }

    /** Returns a nat's weight in the score after so many steps. */
    public double weightAt(int step) {
        double warmUpSteps = setting("warmUpSteps");
        return setting("weight") * (step < warmUpSteps ? step / warmUpSteps : 1);
    }

    /** Returns the nats of each unit that cost nothing. */
    public double freeBits() {
        return setting("freeBits");
    }

    @Override
    protected PassThrough<?> create(NeuralNetConfiguration configuration, DataType type) {
        return new GaussianSample(configuration, type);
    }
}
