package io.sparcode.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Jacobian of a chain of layers, the first of them the graph's, at a batch of inputs: squared norms of its transpose
 * applied to given vectors, and their gradients. A vector goes back through the layers, times each one's slope and
 * weights; the norm's derivative goes the same way forward, and leaves gradients for both.
 */
final class EncoderJacobian {
    private final List<JacobianStep> steps;

    private EncoderJacobian(List<JacobianStep> steps) {
        this.steps = steps;
    }

    /** Reads what stands before a vertex and computes it for the graph's present input. */
    static EncoderJacobian of(ComputationGraph graph, String vertex) {
        List<String> names = new ArrayList<>();
        String name = vertex;
        while (!graph.getConfiguration().getNetworkInputs().contains(name)) {
            name = graph.getConfiguration().getVertexInputs().get(name).get(0);
            names.add(0, name);
        }
        List<JacobianStep> steps = new ArrayList<>();
        INDArray values = graph.getInput(0).detach();
        for (String each : names.subList(1, names.size())) {
            LayerVertex configuration =
                    (LayerVertex) graph.getConfiguration().getVertices().get(each);
            if (graph.getLayer(each) instanceof PassThrough && configuration.getPreProcessor() == null) {
                continue;
            }
            JacobianStep step = new JacobianStep(graph.getLayer(each), configuration.getPreProcessor(), values);
            steps.add(step);
            values = step.output();
        }
        return new EncoderJacobian(steps);
    }

    /** Returns the sum over the vectors, each [batch, size], and over the batch. */
    double squaredNorms(List<INDArray> cotangents) {
        double sum = 0;
        for (INDArray cotangent : cotangents) {
            sum += squared(pulledBack(cotangent));
        }
        return sum;
    }

    private static double squared(INDArray values) {
        return values.mul(values).sumNumber().doubleValue();
    }

    private INDArray pulledBack(INDArray cotangent) {
        INDArray vector = cotangent;
        for (int i = steps.size() - 1; i >= 0; i--) {
            vector = steps.get(i).pullBack(vector);
        }
        return vector;
    }

    /** Adds the gradients of the weighted {@link #squaredNorms} to those of the layers' parameters. */
    void addGradients(List<INDArray> cotangents, double weight) {
        for (INDArray cotangent : cotangents) {
            INDArray tangent = pulledBack(cotangent).mul(2 * weight);
            for (JacobianStep step : steps) {
                tangent = step.pushForward(tangent);
            }
        }
        // What the slopes depend on: the layers' sums before their activations.
        INDArray epsilon = Nd4j.zerosLike(steps.get(steps.size() - 1).output());
        for (int i = steps.size() - 1; i >= 0; i--) {
            epsilon = steps.get(i).backpropagate(epsilon);
        }
    }
}
