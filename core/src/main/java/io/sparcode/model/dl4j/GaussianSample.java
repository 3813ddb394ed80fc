package io.sparcode.model.dl4j;

import io.sparcode.model.LayerNoise;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The running form of {@link GaussianSampleLayer}: Kingma and Welling, "Auto-encoding variational Bayes", 2014. */
public class GaussianSample extends PassThrough<GaussianSampleLayer> {
    private static final long serialVersionUID = 1;

    private long noiseSeed;

    /** Makes the layer. */
    public GaussianSample(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray output = means().dup('c');
        if (training) {
            noiseSeed = LayerNoise.next();
            output.addi(deviations().muli(noise()));
        }
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, output);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaces);
        INDArray counted = counted();
        INDArray ofMeans = means().mul(counted).addi(epsilon);
        INDArray deviations = deviations();
        // DL4J divides gradients by the size of the batch after backpropagation.
        INDArray ofLogVariances = deviations
                .mul(deviations)
                .subi(1)
                .muli(counted)
                .addi(deviations.muli(noise()).muli(epsilon))
                .muli(0.5);
        result.setSecond(workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, Nd4j.concat(1, ofMeans, ofLogVariances)));
        return result;
    }

    /** The weighted divergence of the batch that was last passed forward; 0 after {@link #clear()}. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        if (input == null) {
            return 0;
        }
        return layerConf().weightAt(getIterationCount())
                * Transforms.max(divergences(), layerConf().freeBits(), false)
                        .sumNumber()
                        .doubleValue();
    }

    /** Each unit's weight in the score, [1, units]: none where it diverges by less than it may. */
    private INDArray counted() {
        return divergences()
                .gt(layerConf().freeBits())
                .castTo(input.dataType())
                .reshape(1, input.size(1) / 2)
                .muli(layerConf().weightAt(getIterationCount()));
    }

    /** Each unit's divergence in nats, averaged over the batch. */
    private INDArray divergences() {
        INDArray means = means();
        INDArray logVariances = logVariances();
        return Transforms.exp(logVariances, true)
                .subi(logVariances)
                .subi(1)
                .addi(means.mul(means))
                .muli(0.5)
                .mean(0);
    }

    private INDArray means() {
        return input.get(NDArrayIndex.all(), NDArrayIndex.interval(0, input.size(1) / 2));
    }

    private INDArray logVariances() {
        return input.get(NDArrayIndex.all(), NDArrayIndex.interval(input.size(1) / 2, input.size(1)));
    }

    private INDArray deviations() {
        return Transforms.exp(logVariances().mul(0.5), false);
    }

    private INDArray noise() {
        float[] noise = new float[(int) (input.size(0) * input.size(1) / 2)];
        LayerNoise.gaussian(noiseSeed, noise, noise.length);
        return Nd4j.createFromArray(noise).castTo(input.dataType()).reshape(input.size(0), input.size(1) / 2);
    }
}
