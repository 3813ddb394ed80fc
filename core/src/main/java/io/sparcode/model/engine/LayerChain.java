package io.sparcode.model.engine;

import static io.sparcode.model.engine.NotCoveredException.require;

import io.sparcode.model.Architecture;
import io.sparcode.model.dl4j.ActivityKlLayer;
import io.sparcode.model.dl4j.ActivityL1Layer;
import io.sparcode.model.dl4j.ConcreteLayer;
import io.sparcode.model.dl4j.ContractiveLayer;
import io.sparcode.model.dl4j.GaussianSampleLayer;
import io.sparcode.model.dl4j.KSparseLayer;
import io.sparcode.model.dl4j.LateGradientsLayer;
import io.sparcode.model.dl4j.PassThroughLayer;
import io.sparcode.model.dl4j.SeededDropoutLayer;
import io.sparcode.model.dl4j.TiedDenseLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A DL4J graph that is a chain of layers which the fast engine covers. Everything that it does not know rules a graph out,
 * so that what it computes is what DL4J would.
 */
final class LayerChain {
    private final List<ChainLayer> layers = new ArrayList<>();
    private final Map<String, ChainLayer.Dense> named = new HashMap<>();
    private UpdateRule updateRule;
    private WeightRule weightRule;
    private Clipping clipping;

    private LayerChain() {}

    /**
     * Reads a graph.
     *
     * @throws NotCoveredException naming the first thing that is not covered
     */
    static LayerChain of(ComputationGraphConfiguration graph) throws NotCoveredException {
        require(graph.getNetworkInputs().size() == 1, "a graph of several inputs");
        require(graph.getNetworkOutputs().size() == 1, "a graph of several outputs");
        require(graph.getDataType() == DataType.FLOAT, "data type " + graph.getDataType());
        require(graph.getBackpropType() == BackpropType.Standard, "truncated backpropagation");
        LayerChain chain = new LayerChain();
        String last = graph.getNetworkInputs().get(0);
        for (int i = 0; i < graph.getVertices().size(); i++) {
            last = chain.append(graph, last);
        }
        require(last.equals(graph.getNetworkOutputs().get(0)), "an output inside the graph");
        require(
                chain.layers.get(chain.layers.size() - 1) instanceof ChainLayer.Loss && chain.losses() == 1,
                "a graph that does not end with its only loss");
        require(chain.updateRule != null, "a graph without parameters");
        return chain;
    }

    private long losses() {
        return layers.stream().filter(ChainLayer.Loss.class::isInstance).count();
    }

    /** Appends the one vertex whose input is {@code last}, and returns its name. */
    private String append(ComputationGraphConfiguration graph, String last) throws NotCoveredException {
        String next = null;
        for (Map.Entry<String, List<String>> inputs : graph.getVertexInputs().entrySet()) {
            if (inputs.getValue().contains(last)) {
                require(next == null && inputs.getValue().size() == 1, "a graph that branches at " + last);
                next = inputs.getKey();
            }
        }
        require(next != null, "a graph that ends at " + last);
        require(
                graph.getVertices().get(next) instanceof LayerVertex,
                "vertex " + next + " of class " + graph.getVertices().get(next).getClass());
        LayerVertex vertex = (LayerVertex) graph.getVertices().get(next);
        appendPreProcessor(vertex.getPreProcessor());
        NeuralNetConfiguration configuration = vertex.getLayerConf();
        require(configuration.isMiniBatch(), "gradients summed over the minibatch");
        require(
                configuration.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
                "optimisation by " + configuration.getOptimizationAlgo());
        appendLayer(next, configuration.getLayer());
        return next;
    }

    private void appendPreProcessor(InputPreProcessor preProcessor) throws NotCoveredException {
        if (preProcessor == null) {
            return;
        }
        if (preProcessor.getClass() == FeedForwardToCnnPreProcessor.class) {
            FeedForwardToCnnPreProcessor planes = (FeedForwardToCnnPreProcessor) preProcessor;
            layers.add(new ChainLayer.Planes(
                    (int) planes.getNumChannels(), (int) planes.getInputHeight(), (int) planes.getInputWidth()));
        } else if (preProcessor.getClass() == CnnToFeedForwardPreProcessor.class) {
            require(
                    ((CnnToFeedForwardPreProcessor) preProcessor).getFormat() == CNN2DFormat.NCHW,
                    "images with channels last");
            layers.add(new ChainLayer.Flat());
        } else {
            throw new NotCoveredException("preprocessor " + preProcessor.getClass());
        }
    }

    private void appendLayer(String name, Layer layer) throws NotCoveredException {
        require(layer.getIDropout() == null, "dropout");
        require(layer.getConstraints() == null || layer.getConstraints().isEmpty(), "constraints");
        if (layer instanceof BaseLayer) {
            requirePlain((BaseLayer) layer);
        }
        Class<?> type = layer.getClass();
        if (type == DenseLayer.class) {
            DenseLayer dense = (DenseLayer) layer;
            require(dense.hasBias(), "a dense layer without biases");
            require(!dense.hasLayerNorm(), "layer normalisation");
            appendDense(dense, Elementwise.of(dense.getActivationFn()));
            named.put(name, (ChainLayer.Dense) layers.get(layers.size() - 1));
        } else if (type == ConvolutionLayer.class || type == Deconvolution2D.class) {
            layers.add(PlainLayers.convolution((ConvolutionLayer) layer));
        } else if (type == BatchNormalization.class) {
            layers.add(PlainLayers.batchNormalization((BatchNormalization) layer));
        } else if (type == ActivationLayer.class) {
            layers.add(new ChainLayer.Activation(Elementwise.of(((ActivationLayer) layer).getActivationFn())));
        } else if (type == SeededDropoutLayer.class) {
            layers.add(new ChainLayer.Dropout(((SeededDropoutLayer) layer).getRate()));
        } else if (type == SubsamplingLayer.class) {
            layers.add(PlainLayers.pooling((SubsamplingLayer) layer));
        } else if (type == Upsampling2D.class) {
            layers.add(PlainLayers.upsampling((Upsampling2D) layer));
        } else if (type == ActivityL1Layer.class) {
            ActivityL1Layer penalty = (ActivityL1Layer) layer;
            layers.add(new ChainLayer.ActivityL1(penalty.getWeight(), penalty.isSummedOverBatch()));
        } else if (type == ActivityKlLayer.class) {
            ActivityKlLayer penalty = (ActivityKlLayer) layer;
            layers.add(new ChainLayer.ActivityKl(penalty.weight(), penalty.rho()));
        } else if (type == ContractiveLayer.class) {
            require(
                    layers.stream()
                            .allMatch(before -> before instanceof ChainLayer.Dense
                                    || before instanceof ChainLayer.Code
                                    || before instanceof ChainLayer.ActivityL1
                                    || before instanceof ChainLayer.ActivityKl),
                    "the contractive penalty of other than dense layers");
            layers.add(new ChainLayer.Contractive((ContractiveLayer) layer));
        } else if (type == GaussianSampleLayer.class) {
            layers.add(new ChainLayer.GaussianSample((GaussianSampleLayer) layer));
        } else if (type == KSparseLayer.class) {
            layers.add(new ChainLayer.KSparse(((KSparseLayer) layer).k()));
        } else if (type == ConcreteLayer.class) {
            ConcreteLayer concrete = (ConcreteLayer) layer;
            require(layers.isEmpty(), "selectors of anything but inputs");
            layers.add(new ChainLayer.Concrete((int) concrete.getNIn(), (int) concrete.getNOut(), concrete));
        } else if (type == TiedDenseLayer.class) {
            TiedDenseLayer tied = (TiedDenseLayer) layer;
            layers.add(new ChainLayer.TiedDense(named.get(tied.getSource()), Elementwise.of(tied.getActivationFn())));
        } else if (type == LossLayer.class) {
            LossLayer loss = (LossLayer) layer;
            layers.add(PlainLayers.loss(loss.getLossFn(), loss.getActivationFn()));
        } else if (type == OutputLayer.class) {
            OutputLayer output = (OutputLayer) layer;
            require(output.hasBias(), "an output layer without biases");
            appendDense(output, new Elementwise(Elementwise.Kind.LINEAR, 0));
            layers.add(PlainLayers.loss(output.getLossFn(), output.getActivationFn()));
        } else if (type != PassThroughLayer.class && type != LateGradientsLayer.class) {
            throw new NotCoveredException("layer " + type.getName());
        }
        if (name.equals(Architecture.CODE)) {
            layers.add(new ChainLayer.Code());
        }
    }

    private void requirePlain(BaseLayer layer) throws NotCoveredException {
        require(isEmpty(layer.getRegularizationBias()), "regularisation of biases");
        require(layer.getWeightNoise() == null, "weight noise");
        if (layer.getIUpdater() != null && layer.initializer().numParams(layer) > 0) {
            if (layer instanceof ConcreteLayer) {
                require(isEmpty(layer.getRegularization()), "regularisation of selectors");
            } else {
                WeightRule rule = WeightRule.of(layer.getRegularization());
                require(weightRule == null || weightRule.equals(rule), "layers of different regularisation");
                weightRule = rule;
            }
            if (layer instanceof BatchNormalization) {
                require(Clipping.of(layer).equals(Clipping.NONE), "gradient normalisation of batch normalisation");
            } else {
                Clipping ofLayer = Clipping.of(layer);
                require(clipping == null || clipping.equals(ofLayer), "layers of different gradient normalisation");
                clipping = ofLayer;
            }
            appendUpdater(layer.getIUpdater());
            if (layer.getBiasUpdater() != null) {
                appendUpdater(layer.getBiasUpdater());
            }
        }
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }

    private void appendUpdater(IUpdater updater) throws NotCoveredException {
        UpdateRule rule = UpdateRule.of(updater);
        require(updateRule == null || updateRule.equals(rule), "layers of different optimisers");
        updateRule = rule;
    }

    private void appendDense(FeedForwardLayer layer, Elementwise activation) {
        layers.add(new ChainLayer.Dense((int) layer.getNIn(), (int) layer.getNOut(), activation));
    }

    /** Returns the layers in order; the last is the loss. */
    List<ChainLayer> layers() {
        return layers;
    }

    /** Returns how parameters are updated. */
    UpdateRule updateRule() {
        return updateRule;
    }

    /** Returns what concerns weights beside the loss and the rule. */
    WeightRule weightRule() {
        return weightRule;
    }

    /** Returns what is done to gradients first. */
    Clipping clipping() {
        return clipping;
    }

    /** Returns the most parameters of a layer whose gradients are needed at a time. */
    int largestGradient() {
        return layers.stream()
                .mapToInt(clipping.needsWholeLayer() ? ChainLayer::parameters : ChainLayer::largestGradient)
                .max()
                .orElse(0);
    }

    /** Returns the blocks of all parameters, in order. */
    List<ChainLayer.Block> blocks() {
        return layers.stream().flatMap(layer -> layer.blocks().stream()).toList();
    }

    /** Returns the number of parameters. */
    int parameters() {
        return layers.stream().mapToInt(ChainLayer::parameters).reduce(0, Math::addExact);
    }
}
