package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One layer of an {@link EncoderJacobian}, at one batch. */
final class JacobianStep {
    private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    private final Layer layer;
    private final InputPreProcessor arrangement;
    private final int records;
    private final INDArray input;
    private final INDArray output;
    /** The same layer without biases and activation; null for a layer without weights. */
    private final Layer linear;

    private INDArray cotangent;
    private INDArray scaledCotangent;
    private INDArray ofSums;

    JacobianStep(Layer layer, InputPreProcessor arrangement, INDArray values) {
        this.layer = layer;
        this.arrangement = arrangement;
        this.records = (int) values.size(0);
        this.input = arranged(values);
        this.output = isPlace() ? input : activated(layer, input);
        this.linear = layer.numParams() > 0 ? linear(layer) : null;
        this.ofSums = Nd4j.zerosLike(output);
    }

    INDArray output() {
        return output;
    }

    private INDArray arranged(INDArray values) {
        return arrangement == null ? values : arrangement.preProcess(values.dup('c'), records, NO_WORKSPACES);
    }

    private INDArray arrangedBack(INDArray values) {
        return arrangement == null ? values : arrangement.backprop(values.dup('c'), records, NO_WORKSPACES);
    }

    private static INDArray activated(Layer layer, INDArray values) {
        layer.setInput(values.dup('c'), NO_WORKSPACES);
        return layer.activate(false, NO_WORKSPACES).dup('c');
    }

    private static Layer linear(Layer layer) {
        NeuralNetConfiguration configuration = layer.conf().clone();
        BaseLayer settings = (BaseLayer) configuration.getLayer();
        settings.setActivationFn(new ActivationIdentity());
        if (settings instanceof DenseLayer dense) {
            dense.setHasBias(false);
        } else if (settings instanceof ConvolutionLayer convolution) {
            convolution.setHasBias(false);
        } else {
            throw new IllegalStateException("no Jacobian of " + settings.getClass());
        }
        INDArray weights = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
        Layer linear = settings.instantiate(
                configuration,
                null,
                0,
                Nd4j.create(weights.dataType(), 1, weights.length()),
                false,
                weights.dataType());
        linear.setBackpropGradientsViewArray(Nd4j.create(weights.dataType(), 1, weights.length()));
        linear.getParam(DefaultParamInitializer.WEIGHT_KEY).assign(weights);
        return linear;
    }

    /** Applies the transposed Jacobian. */
    INDArray pullBack(INDArray vector) {
        cotangent = vector.reshape(output.shape());
        scaledCotangent = linear == null ? cotangent : cotangent.mul(slope());
        return arrangedBack(transposed(scaledCotangent));
    }

    /** Returns whether the layer does nothing but arrange values. */
    private boolean isPlace() {
        return layer instanceof PassThrough;
    }

    private INDArray transposed(INDArray vector) {
        if (isPlace()) {
            return vector;
        }
        Layer used = linear == null ? layer : linear;
        used.setInput(input.dup('c'), NO_WORKSPACES);
        if (linear == null) {
            used.activate(true, NO_WORKSPACES);
        }
        return used.backpropGradient(vector.dup('c'), NO_WORKSPACES).getSecond().dup('c');
    }

    /** Applies the Jacobian, after {@link #pullBack}, and gathers gradients of the product of the two vectors. */
    INDArray pushForward(INDArray vector) {
        INDArray tangent = arranged(vector);
        if (linear == null) {
            return moved(tangent);
        }
        addWeightGradients(tangent, scaledCotangent);
        INDArray product = activated(linear, tangent);
        ofSums.addi(product.mul(cotangent).muli(curvature()));
        return product.mul(slope());
    }

    private void addWeightGradients(INDArray values, INDArray gradients) {
        linear.setInput(values.dup('c'), NO_WORKSPACES);
        linear.backpropGradient(gradients.dup('c'), NO_WORKSPACES);
        LateGradients.weightGradientOf(layer).addi(LateGradients.weightGradientOf(linear));
    }

    /** Backpropagates what came from the layers after this one and what {@link #pushForward} gathered. */
    INDArray backpropagate(INDArray epsilon) {
        INDArray gradients = epsilon.reshape(output.shape());
        if (linear == null) {
            return arrangedBack(transposed(gradients));
        }
        INDArray sums = gradients.mul(slope()).addi(ofSums);
        addWeightGradients(input, sums);
        INDArray biases = LateGradients.gradientOf(layer, DefaultParamInitializer.BIAS_KEY);
        biases.addi((sums.rank() == 4 ? sums.sum(0, 2, 3) : sums.sum(0)).reshape(biases.shape()));
        return arrangedBack(transposed(sums));
    }

    /** A layer that moves or chooses values, applied as it was to its input. */
    private INDArray moved(INDArray tangent) {
        if (isPlace()) {
            return tangent;
        }
        boolean chooses = layer.conf().getLayer() instanceof SubsamplingLayer pooling
                && pooling.getPoolingType() == PoolingType.MAX;
        if (!chooses) {
            return activated(layer, tangent);
        }
        // Of each window's values only the chosen one is not 0 here: it is the largest, or the smallest.
        INDArray chosen = transposed(Nd4j.onesLike(output)).muli(tangent);
        INDArray positive = Transforms.relu(activated(layer, chosen), false);
        return positive.subi(Transforms.relu(activated(layer, chosen.neg()), false));
    }

    /** The activation's derivative, from what it gave. */
    private INDArray slope() {
        IActivation activation = activation();
        if (activation instanceof ActivationSigmoid) {
            return output.rsub(1).muli(output);
        }
        if (activation instanceof ActivationTanH) {
            return output.mul(output).rsubi(1);
        }
        // Those that are linear on either side of 0.
        return activation.backprop(output.dup(), Nd4j.onesLike(output)).getFirst();
    }

    private INDArray curvature() {
        IActivation activation = activation();
        if (activation instanceof ActivationSigmoid) {
            return slope().muli(output.mul(-2).addi(1));
        }
        if (activation instanceof ActivationTanH) {
            return slope().muli(output).muli(-2);
        }
        return Nd4j.zerosLike(output);
    }

    private IActivation activation() {
        return ((BaseLayer) layer.conf().getLayer()).getActivationFn();
    }
}
