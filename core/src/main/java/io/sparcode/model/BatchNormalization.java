package io.sparcode.model;

import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;

/**
 * Brings each unit of a vector, or each channel of an image, to mean 0 and variance 1 over the minibatch, then to a scale
 * and shift that it learns, Ioffe and Szegedy 2015. Otherwise than in training it takes running means of mean and variance,
 * which are averaged between workers as parameters are. Its mirror is nothing; the mirror of the layer before takes its
 * activation over.
 *
 * @param decay of the running means with every minibatch, in [0, 1)
 * @param epsilon added to the variance, greater than 0
 * @param activation applied to each output; null is linear
 */
public record BatchNormalization(double decay, double epsilon, Activation activation) implements Layer {
    /** Checks the ranges. */
    public BatchNormalization {
        Ranges.fraction("decay", decay);
        Ranges.positive("epsilon", epsilon);
        activation = activation == null ? Activation.LINEAR : activation;
    }

    /** Has decay 0.99, epsilon 0.001 and no activation. */
    public BatchNormalization() {
        this(0.99, 0.001, Activation.LINEAR);
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    @Override
    public void appendTo(GraphAssembly graph, String name) {
        TensorShape shape = graph.shape();
        var layer = new org.deeplearning4j.nn.conf.layers.BatchNormalization.Builder()
                .nIn(shape.channels())
                .nOut(shape.channels())
                .decay(decay)
                .eps(epsilon)
                .useLogStd(false)
                // Its running statistics are parameters to DL4J, and would be clipped too.
                .gradientNormalization(GradientNormalization.None)
                .build();
        if (shape.isVector()) {
            graph.appendFlat(name, layer, shape);
        } else {
            graph.appendSpatial(name, layer, shape);
        }
        if (!(activation instanceof Activation.Linear)) {
            graph.appendOfAnyRank(name + "-activation", new ActivationLayer(activation.toDl4j()));
        }
    }

    @Override
    public List<Layer> mirror(TensorShape input, Activation activation) {
        return List.of();
    }

    /** Returns whether it has an activation: without one, that of the layer before counts. */
    @Override
    public boolean hasWeights() {
        return !(activation instanceof Activation.Linear);
    }

    @Override
    public Layer withoutActivation() {
        return new BatchNormalization(decay, epsilon, Activation.LINEAR);
    }
}
