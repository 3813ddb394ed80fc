package io.sparcode.model;

import io.sparcode.model.dl4j.ConcreteLayer;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Which inputs a concrete autoencoder's selectors have come to pick.
 *
 * @param indices the input that each selector picks, counted from 0, plane by plane, row by row
 * @param meanLargestProbability the mean over selectors of the picked input's probability, the softmax of the selector's
 *     logits: near 1 once they have settled
 */
public record InputSelection(int[] indices, double meanLargestProbability) {
    /** Reads a graph's first layer, if it is one of selectors. */
    static Optional<InputSelection> read(Layer layer) {
        if (!(layer.conf().getLayer() instanceof ConcreteLayer)) {
            return Optional.empty();
        }
        INDArray logits =
                layer.getParam(DefaultParamInitializer.WEIGHT_KEY).transpose().dup('c');
        INDArray probabilities = Transforms.softmax(logits, true);
        return Optional.of(new InputSelection(
                probabilities.argMax(1).toIntVector(),
                probabilities.max(1).meanNumber().doubleValue()));
    }

    /** Returns what a graph's selectors pick, if it has any. */
    public static Optional<InputSelection> of(ComputationGraph graph) {
        return Arrays.stream(graph.getLayers())
                .map(InputSelection::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns how many different inputs are picked. */
    public int distinct() {
        return (int) Arrays.stream(indices).distinct().count();
    }
}
