package io.sparcode.model;

import io.sparcode.model.dl4j.ConcreteLayer;
import io.sparcode.model.dl4j.ContractiveLayer;
import io.sparcode.model.dl4j.LateGradientsLayer;
import io.sparcode.model.dl4j.LinkedVertex;
import io.sparcode.model.dl4j.TiedDenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.regularization.Regularization;

/** A DL4J graph in the making: a chain of vertices to which every part appends its own. */
public final class GraphAssembly {
    private final ComputationGraphConfiguration.GraphBuilder builder;
    private String last = Architecture.INPUT;
    private final TrainingLength length;
    private final List<Regularization> ofWeights;
    private final double weightOfNat;
    private TensorShape shape;
    private boolean flat = true;

    GraphAssembly(
            TensorShape input,
            Optimization optimization,
            List<Regularization> ofWeights,
            double weightOfNat,
            long seed,
            DataType type) {
        this.shape = input;
        this.length = optimization.length();
        this.ofWeights = ofWeights;
        this.weightOfNat = weightOfNat;
        this.builder = new NeuralNetConfiguration.Builder()
                .seed(nativeSeed(seed))
                .dataType(type)
                .updater(optimization.toUpdater())
                .gradientNormalization(optimization.gradientClipping().toDl4j())
                .gradientNormalizationThreshold(optimization.gradientClipping().threshold())
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .graphBuilder()
                .addInputs(Architecture.INPUT);
    }

    /** Returns the shape of what the last part gives. */
    public TensorShape shape() {
        return shape;
    }

    /** Returns how long the training is. */
    public TrainingLength length() {
        return length;
    }

    /** Returns what a nat of a record weighs in the loss: less than 1 if the loss is a mean over a record's values. */
    public double weightOfNat() {
        return weightOfNat;
    }

    /** Appends a layer that takes [batch, size] and gives the same rank. */
    public void appendFlat(String name, org.deeplearning4j.nn.conf.layers.Layer layer, TensorShape output) {
        append(
                name,
                layer,
                flat ? null : new CnnToFeedForwardPreProcessor(shape.height(), shape.width(), shape.channels()));
        shape = output;
        flat = true;
    }

    /** Appends a layer that takes [batch, channels, height, width] and gives the same rank. */
    public void appendSpatial(String name, org.deeplearning4j.nn.conf.layers.Layer layer, TensorShape output) {
        append(
                name,
                layer,
                flat ? new FeedForwardToCnnPreProcessor(shape.height(), shape.width(), shape.channels()) : null);
        shape = output;
        flat = false;
    }

    /** Appends a layer that takes whatever there is and gives the same shape. */
    public void appendOfAnyRank(String name, org.deeplearning4j.nn.conf.layers.Layer layer) {
        append(name, layer, null);
    }

    /** Reads what the last part gives as another shape of the same size, from the next part on. */
    public void reshape(TensorShape output) {
        if (!flat && !output.equals(shape)) {
            appendFlat(last + "-flat", new io.sparcode.model.dl4j.PassThroughLayer(), shape);
        }
        shape = output;
    }

    ComputationGraphConfiguration build() {
        return builder.setOutputs(last).build();
    }

    /** ND4J 1.0.0-M2.1 reads the clock for a seed of 0; the second word of its state is the seed xor this constant. */
    static long nativeSeed(long seed) {
        long mixed = new SplittableRandom(seed).nextLong();
        return mixed == 0 || mixed == 0xFFFFFFFFDEADBEEFL ? 1 : mixed;
    }

    private void append(String name, org.deeplearning4j.nn.conf.layers.Layer layer, InputPreProcessor arrangement) {
        if (layer instanceof BaseLayer weighted && !(layer instanceof ConcreteLayer)) {
            // DL4J 1.0.0-M2.1 gives a layer twice what is set for all of them, unless it is a penalty.
            weighted.setRegularization(new ArrayList<>(ofWeights));
        }
        builder.addLayer(name, layer, arrangement, last);
        if (layer instanceof LateGradientsLayer
                || layer instanceof TiedDenseLayer
                || layer instanceof ContractiveLayer) {
            builder.getVertices().put(name, new LinkedVertex((LayerVertex)
                    builder.getVertices().get(name)));
        }
        last = name;
    }
}
