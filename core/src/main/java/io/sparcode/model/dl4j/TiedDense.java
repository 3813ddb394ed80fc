package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running form of {@link TiedDenseLayer}. */
public class TiedDense extends BaseLayer<TiedDenseLayer> implements LinkedLayer, LateGradients.Contributor {
    private static final long serialVersionUID = 1;

    private transient ComputationGraph graph;
    /** Of the source's weights [outputs, inputs]. */
    private transient INDArray ofWeights;

    /** Makes the layer. */
    public TiedDense(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public void link(ComputationGraph newGraph) {
        graph = newGraph;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray output = layerConf().getActivationFn().getActivation(sums(), training);
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, output);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray delta = layerConf().getActivationFn().backprop(sums(), epsilon).getFirst();
        INDArray biases = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
        biases.assign(delta.sum(true, 0));
        ofWeights = delta.transpose().mmul(input).detach();
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, biases);
        return new Pair<>(gradient, workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, delta.mmul(weights())));
    }

    @Override
    public void addToGradients() {
        LateGradients.weightGradientOf(source()).addi(ofWeights);
    }

    private INDArray sums() {
        return input.mmul(weights().transpose()).addiRowVector(getParam(DefaultParamInitializer.BIAS_KEY));
    }

    private INDArray weights() {
        return source().getParam(DefaultParamInitializer.WEIGHT_KEY);
    }

    private org.deeplearning4j.nn.api.Layer source() {
        return graph.getLayer(layerConf().getSource());
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
