package io.sparcode.model.dl4j;

import io.sparcode.model.LayerNoise;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The running form of {@link ConcreteLayer}. In training a selector mixes the inputs by the softmax of its logits and
 * Gumbel noise, drawn once a minibatch, over the temperature; otherwise it picks the input of its largest logit (Abid,
 * Balin and Zou, "Concrete autoencoders", 2019).
 */
public class Concrete extends BaseLayer<ConcreteLayer> {
    private static final long serialVersionUID = 1;

    private long noiseSeed;

    /** Makes the layer. */
    public Concrete(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray output;
        if (training) {
            noiseSeed = LayerNoise.next();
            output = input.mmul(mixture().transpose());
        } else {
            output = Nd4j.createUninitialized(input.dataType(), new long[] {input.size(0), logits().size(0)}, 'c');
            int[] picked = logits().argMax(1).toIntVector();
            for (int unit = 0; unit < picked.length; unit++) {
                output.putColumn(unit, input.getColumn(picked[unit]));
            }
        }
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, output);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray mixture = mixture();
        INDArray ofMixture = epsilon.transpose().mmul(input).muli(mixture);
        INDArray ofScores = ofMixture.sub(mixture.mulColumnVector(ofMixture.sum(1)));
        INDArray view = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
        view.assign(ofScores.divi(temperature()).transpose());
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, view);
        return new Pair<>(gradient, workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, epsilon.mmul(mixture)));
    }

    /** Returns how much of each input is in each selector's output, [units, inputs]. */
    private INDArray mixture() {
        INDArray logits = logits();
        float[] drawn = new float[(int) logits.length()];
        LayerNoise.exponential(noiseSeed, drawn, drawn.length);
        // Gumbel noise is the logarithm of exponential noise, negated.
        INDArray noise = Nd4j.createFromArray(drawn).castTo(logits.dataType()).reshape(logits.shape());
        return Transforms.softmax(logits.sub(Transforms.log(noise, false)).divi(temperature()), false);
    }

    private double temperature() {
        return layerConf().temperatureAt(getIterationCount());
    }

    /** Returns [units, inputs]. */
    private INDArray logits() {
        return getParam(DefaultParamInitializer.WEIGHT_KEY).transpose();
    }

    @Override
    public boolean hasBias() {
        return false;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
