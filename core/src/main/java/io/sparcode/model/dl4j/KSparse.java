package io.sparcode.model.dl4j;

import io.sparcode.model.LargestValues;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link KSparseLayer}. */
public class KSparse extends PassThrough<KSparseLayer> {
    private static final long serialVersionUID = 1;

    /** Makes the layer. */
    public KSparse(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, input.mul(kept()));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaces);
        result.setSecond(workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, epsilon.mul(kept())));
        return result;
    }

    /** Returns 1 where a value is kept, 0 elsewhere. */
    private INDArray kept() {
        int size = (int) input.size(1);
        float[] kept = new float[(int) input.length()];
        LargestValues largest = new LargestValues(layerConf().k(), size);
        for (int record = 0; record < input.size(0); record++) {
            largest.mark(input.getRow(record).toFloatVector(), 0, kept, record * size);
        }
        return Nd4j.createFromArray(kept).castTo(input.dataType()).reshape(input.size(0), size);
    }
}
