package io.sparcode.model.dl4j;

import io.sparcode.model.LayerNoise;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link SeededDropoutLayer}. */
public class SeededDropout extends PassThrough<SeededDropoutLayer> {
    private static final long serialVersionUID = 1;

    /** Of the last minibatch: the factors are drawn again on the way back, as DL4J's memory does not last so long. */
    private long seed;

    /** Makes the layer. */
    public SeededDropout(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (!training) {
            return super.activate(false, workspaces);
        }
        assertInputSet(false);
        seed = LayerNoise.next();
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, input.mul(factors(input)));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        return new Pair<>(
                new DefaultGradient(), workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, epsilon.mul(factors(epsilon))));
    }

    private INDArray factors(INDArray like) {
        float[] factors = new float[Math.toIntExact(like.length())];
        LayerNoise.dropout(seed, layerConf().getRate(), factors);
        return Nd4j.create(factors, like.shape(), 'c').castTo(like.dataType());
    }
}
