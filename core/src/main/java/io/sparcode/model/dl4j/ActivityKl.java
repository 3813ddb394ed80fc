package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running form of {@link ActivityKlLayer}. */
public class ActivityKl extends PassThrough<ActivityKlLayer> {
    private static final long serialVersionUID = 1;

    /** Makes the layer. */
    public ActivityKl(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaces);
        double rho = layerConf().rho();
        INDArray means = means();
        // DL4J divides by the size of the batch after backpropagation, and so does the mean's derivative.
        INDArray slopes = means.rsub(1)
                .rdivi(1 - rho)
                .subi(means.rdiv(rho))
                .muli(layerConf().weight());
        result.setSecond(workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, epsilon.addRowVector(slopes)));
        return result;
    }

    /** The penalty on the batch that was last passed forward; 0 after {@link #clear()}. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        if (input == null) {
            return 0;
        }
        double rho = layerConf().rho();
        double sum = 0;
        for (double mean : means().toDoubleVector()) {
            sum += rho * Math.log(rho / mean) + (1 - rho) * Math.log((1 - rho) / (1 - mean));
        }
        return layerConf().weight() * sum;
    }

    private INDArray means() {
        INDArray means = input.mean(0);
        for (long unit = 0; unit < means.length(); unit++) {
            means.putScalar(
                    unit, Math.min(Math.max(means.getDouble(unit), ActivityKlLayer.CLIP), 1 - ActivityKlLayer.CLIP));
        }
        return means;
    }
}
