package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The running form of {@link ActivityL1Layer}. */
public class ActivityL1 extends PassThrough<ActivityL1Layer> {
    private static final long serialVersionUID = 1;

    /** Makes the layer. */
    public ActivityL1(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaces);
        INDArray gradient = Transforms.sign(input, true).muli(weightOfRecordInSummedLoss());
        result.setSecond(workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, gradient.addi(epsilon)));
        return result;
    }

    /** The penalty on the batch that was last passed forward; 0 after {@link #clear()}. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        if (input == null) {
            return 0;
        }
        double recordsCounted = layerConf().isSummedOverBatch() ? 1 : input.size(0);
        return layerConf().getWeight() * input.norm1Number().doubleValue() / recordsCounted;
    }

    /** DL4J divides gradients by the size of the batch after backpropagation. */
    private double weightOfRecordInSummedLoss() {
        return layerConf().getWeight() * (layerConf().isSummedOverBatch() ? input.size(0) : 1);
    }
}
