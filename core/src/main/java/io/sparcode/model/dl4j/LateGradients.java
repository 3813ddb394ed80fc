package io.sparcode.model.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running form of {@link LateGradientsLayer}. */
public class LateGradients extends PassThrough<LateGradientsLayer> implements LinkedLayer {
    private static final long serialVersionUID = 1;

    private transient ComputationGraph graph;

    /** A layer that contributes to gradients of other layers' parameters. */
    public interface Contributor {
        /** Adds to them, once a minibatch, after all have been backpropagated. */
        void addToGradients();
    }

    /** Makes the layer. */
    public LateGradients(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public void link(ComputationGraph newGraph) {
        graph = newGraph;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof Contributor contributor) {
                contributor.addToGradients();
            }
        }
        return super.backpropGradient(epsilon, workspaces);
    }

    /** Returns the gradients of a layer's parameters of one name, a view to add to. */
    static INDArray gradientOf(Layer layer, String parameter) {
        return layer.conf()
                .getLayer()
                .initializer()
                .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
                .get(parameter);
    }

    /** Returns the gradients of a layer's weights, a view to add to. */
    static INDArray weightGradientOf(Layer layer) {
        return gradientOf(layer, DefaultParamInitializer.WEIGHT_KEY);
    }
}
