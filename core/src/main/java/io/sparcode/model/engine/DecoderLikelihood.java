package io.sparcode.model.engine;

import io.sparcode.model.Architecture;
import io.sparcode.model.FloatTransfer;
import io.sparcode.model.Loss;
import io.sparcode.model.dl4j.GaussianSample;
import io.sparcode.model.dl4j.SeededDropout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * How likely values are given a code, -log p(x|z) under the distribution that a network's loss stands for, with its
 * derivative by the code, where only some of a record's values are known: of each record the same whatever the others are
 * ({@link RecordsAtATime}). By DL4J's graph, which is walked from the code on as it is computed otherwise than in training;
 * one thread at a time.
 */
public final class DecoderLikelihood {
    private static final String WORKSPACE = "decoder-likelihood";
    /** Probabilities nearer than this to 0 or 1 are reckoned as it, as in scores of cross-entropy. */
    private static final float LEAST = 1e-7f;

    private final ComputationGraph graph;
    private final List<GraphVertex> chain = new ArrayList<>();
    private final LayerVertex output;
    private final boolean crossEntropy;
    private final float weightOfSquares;
    private final WorkspaceConfiguration memory =
            WorkspaceConfiguration.builder().build();
    private final LayerWorkspaceMgr workspaces =
            LayerWorkspaceMgr.builder().defaultWorkspace(WORKSPACE, memory).build();

    /**
     * Takes over a graph.
     *
     * @param graph an architecture's, which nothing else may compute with from now on
     * @param loss that architecture's
     * @throws IllegalArgumentException if the graph names no code, or draws random numbers after it
     */
    public DecoderLikelihood(ComputationGraph graph, Loss loss) {
        this.graph = graph;
        boolean started = false;
        for (int index : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[index];
            if (started && !isOfTrainingAlone(vertex)) {
                chain.add(vertex);
            }
            started |= vertex.getVertexName().equals(Architecture.CODE);
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the network has no vertex " + Architecture.CODE);
        }
        this.output = (LayerVertex) chain.remove(chain.size() - 1);
        this.crossEntropy = loss.needsProbability();
        this.weightOfSquares = (float) (loss.negativeLogLikelihood(1, 0, 1) - loss.negativeLogLikelihood(0, 0, 1));
        graph.initGradientsView();
    }

    /** Penalties and dropout pass values on as they are. */
    private static boolean isOfTrainingAlone(GraphVertex vertex) {
        if (vertex.getLayer() instanceof GaussianSample) {
            throw new IllegalArgumentException("vertex " + vertex.getVertexName()
                    + " after the code draws random numbers; the code must be its draw");
        }
        return vertex.getVertexName().startsWith("penalty-") || vertex.getLayer() instanceof SeededDropout;
    }

    /** Returns what codes [record, code size] are decoded to, [record, size]. */
    public float[] decode(float[] codes, int records) {
        int units = codes.length / records;
        return inParts(
                records,
                (first, count) ->
                        floats(forward(Arrays.copyOfRange(codes, first * units, (first + count) * units), units)));
    }

    /** What is made of {@code count} records from {@code first} on, and of the blanks after them: their rows. */
    private interface Part {
        float[] of(int first, int count);
    }

    private float[] inParts(int records, Part part) {
        float[] all = null;
        for (int first = 0; first < records; first += RecordsAtATime.BY_DL4J) {
            int start = first;
            int count = Math.min(RecordsAtATime.BY_DL4J, records - first);
            float[] rows = inWorkspace(() -> part.of(start, count));
            int size = rows.length / RecordsAtATime.BY_DL4J;
            if (all == null) {
                all = new float[records * size];
            }
            System.arraycopy(rows, 0, all, first * size, count * size);
        }
        return all;
    }

    /**
     * Returns each record's -log p(known values|code) in nats, without the constants; lower is better.
     *
     * @param values what {@link #decode} gave for the codes
     * @param targets [record, size]
     * @param known which of a record's values count, [size]
     */
    public double[] losses(float[] values, float[] targets, boolean[] known) {
        double[] losses = new double[values.length / known.length];
        for (int record = 0; record < losses.length; record++) {
            double sum = 0;
            for (int i = 0, at = record * known.length; i < known.length; i++, at++) {
                if (known[i]) {
                    sum += loss(values[at], targets[at]);
                }
            }
            losses[record] = sum;
        }
        return losses;
    }

    private double loss(float value, float target) {
        if (!crossEntropy) {
            return (double) weightOfSquares * (value - target) * (value - target);
        }
        double p = Math.max(LEAST, Math.min(1 - LEAST, value));
        return -target * Math.log(p) - (1 - target) * Math.log(1 - p);
    }

    /**
     * Returns the derivatives of the records' losses by their codes, [record, code size].
     *
     * @param codes [record, code size]
     * @param targets [record, size]
     * @param known which of a record's values count, [size]
     */
    public float[] gradients(float[] codes, float[] targets, boolean[] known) {
        int records = targets.length / known.length;
        int units = codes.length / records;
        return inParts(records, (first, count) -> {
            float[] some = Arrays.copyOfRange(codes, first * units, (first + count) * units);
            float[] values = floats(forward(some, units));
            float[] slopes = new float[count * known.length];
            for (int record = 0; record < count; record++) {
                for (int i = 0, at = record * known.length; i < known.length; i++, at++) {
                    float difference = values[at] - targets[first * known.length + at];
                    slopes[at] = !known[i] ? 0 : crossEntropy ? difference : 2 * weightOfSquares * difference;
                }
            }
            return floats(backward(Dl4jEngine.rows(slopes, known.length)));
        });
    }

    /** Arrays that come and go with every call would wait off the heap for the garbage collector. */
    private float[] inWorkspace(Supplier<float[]> computation) {
        MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(memory, WORKSPACE);
        try {
            return computation.get();
        } finally {
            workspace.close();
        }
    }

    private INDArray forward(float[] codes, int units) {
        INDArray values = Dl4jEngine.rows(codes, units);
        // Layers that rearrange values ask the graph's input how many records there are.
        graph.setInput(0, values);
        for (GraphVertex vertex : chain) {
            values = forward(vertex, values);
        }
        return forward(output, values);
    }

    private INDArray forward(GraphVertex vertex, INDArray values) {
        vertex.setInput(0, values, workspaces);
        return vertex.doForward(false, workspaces);
    }

    /** Goes back from the output's slopes; of cross-entropy they are already those of what goes into the sigmoid. */
    private INDArray backward(INDArray slopes) {
        LossLayer last = (LossLayer) output.getLayer();
        INDArray epsilon = slopes;
        if (!crossEntropy) {
            epsilon = last.layerConf()
                    .getActivationFn()
                    .backprop(last.input().dup('c'), slopes)
                    .getFirst();
        }
        InputPreProcessor arrangement = output.getLayerPreProcessor();
        if (arrangement != null) {
            epsilon = arrangement.backprop(epsilon, RecordsAtATime.BY_DL4J, workspaces);
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            epsilon = backward(chain.get(i), epsilon);
        }
        clear();
        return epsilon;
    }

    private INDArray backward(GraphVertex vertex, INDArray epsilon) {
        if (vertex.getLayer() instanceof BatchNormalization normalization) {
            // DL4J 1.0.0-M2.1 takes the statistics to be the minibatch's, where they are the running ones.
            INDArray scaled = Broadcast.mul(epsilon, slope(normalization), epsilon.ulike(), 1);
            InputPreProcessor arrangement = ((LayerVertex) vertex).getLayerPreProcessor();
            return arrangement == null ? scaled : arrangement.backprop(scaled, RecordsAtATime.BY_DL4J, workspaces);
        }
        vertex.setEpsilon(epsilon);
        return vertex.doBackward(false, workspaces).getSecond()[0];
    }

    private static INDArray slope(BatchNormalization normalization) {
        INDArray variance = normalization.getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
        INDArray deviation =
                Transforms.sqrt(variance.add(normalization.layerConf().getEps()), false);
        return normalization
                .getParam(BatchNormalizationParamInitializer.GAMMA)
                .div(deviation)
                .reshape(deviation.length());
    }

    /** What layers keep lies in the workspace, whose memory is about to be used anew. */
    private void clear() {
        for (Layer layer : graph.getLayers()) {
            layer.clear();
        }
    }

    private static float[] floats(INDArray array) {
        return FloatTransfer.read(array.dup('c'));
    }
}
