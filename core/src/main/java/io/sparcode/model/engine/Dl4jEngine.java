package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.FloatTransfer;
import io.sparcode.model.LayerNoise;
import io.sparcode.model.SavedNetwork;
import io.sparcode.model.dl4j.GaussianSampleLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Computes by DL4J's own graph: whatever DL4J can, on any backend of ND4J's. */
public final class Dl4jEngine implements NetworkEngine {
    private final ComputationGraph graph;

    /** Builds the graph from {@code ComputationGraphConfiguration.toJson()}. */
    public Dl4jEngine(String configuration) {
        this.graph = SavedNetwork.fromConfiguration(configuration);
    }

    @Override
    public String name() {
        return "DL4J";
    }

    @Override
    public void load(NetworkState state, long randomSeed) {
        restore(graph, state);
        LayerNoise.seed(randomSeed);
    }

    /** Sets a graph's parameters, its updater's state, which is zero where the state has none, and its step count. */
    public static void restore(ComputationGraph graph, NetworkState state) {
        FloatTransfer.write(state.parameters(), graph.params());
        INDArray updaterState = updaterState(graph);
        if (updaterState != null) {
            if (state.updaterState().length == 0) {
                updaterState.assign(0);
            } else {
                FloatTransfer.write(state.updaterState(), updaterState);
            }
        }
        graph.getConfiguration().setIterationCount(state.steps());
    }

    /** Returns a copy of a graph's state. */
    public static NetworkState stateOf(ComputationGraph graph) {
        INDArray updaterState = updaterState(graph);
        return new NetworkState(
                FloatTransfer.read(graph.params()),
                updaterState == null ? new float[0] : FloatTransfer.read(updaterState),
                graph.getConfiguration().getIterationCount());
    }

    private static INDArray updaterState(ComputationGraph graph) {
        return graph.getUpdater(true).getStateViewArray();
    }

    @Override
    public NetworkState state() {
        return stateOf(graph);
    }

    @Override
    public float[] parameters() {
        return FloatTransfer.read(graph.params());
    }

    /**
     * {@inheritDoc}
     *
     * <p>DL4J 1.0.0-M2.1 keeps its memory between the minibatches of an iterator, and takes and clears it anew for each
     * data set that it is given by itself: at 1.6 million parameters that is a third of the time.
     */
    @Override
    public Steps train(Iterator<RecordBatch> minibatches) {
        MinibatchIterator iterator = new MinibatchIterator(minibatches);
        StepCounter counter = new StepCounter(iterator);
        graph.setListeners(counter);
        graph.fit(iterator);
        return new Steps(counter.count, counter.lossSum, counter.lastLoss);
    }

    @Override
    public Reconstruction reconstruct(RecordBatch records, Set<Wanted> wanted) {
        return inParts(records, (first, count) -> reconstruct(records, first, count, wanted));
    }

    /** What is made of {@code count} records of a batch from {@code first} on. */
    private interface Part {
        Reconstruction of(int first, int count);
    }

    private static Reconstruction inParts(RecordBatch batch, Part part) {
        List<Reconstruction> parts = new ArrayList<>();
        int first = 0;
        do {
            parts.add(part.of(first, Math.min(RecordsAtATime.BY_DL4J, batch.records() - first)));
            first += RecordsAtATime.BY_DL4J;
        } while (first < batch.records());
        return Reconstruction.joined(parts);
    }

    private Reconstruction reconstruct(RecordBatch records, int first, int count, Set<Wanted> wanted) {
        INDArray input = rows(values(records, first, count), records.size());
        boolean coded = graph.getVertex(Architecture.CODE) != null;
        String distribution = distribution();
        if (distribution != null) {
            // Of a vertex between input and output, output() of DL4J 1.0.0-M2.1 fails for some graphs.
            Map<String, INDArray> all =
                    runFrom(graph.getConfiguration().getNetworkInputs().get(0), input);
            INDArray parameters = all.get(distribution);
            INDArray logVariances = parameters.get(
                    NDArrayIndex.all(), NDArrayIndex.interval(parameters.size(1) / 2, parameters.size(1)));
            return scored(
                    floats(all.get(Architecture.CODE), count),
                    floats(logVariances, count),
                    floats(all.get(Architecture.RECONSTRUCTION), count),
                    records,
                    first,
                    count,
                    wanted);
        }
        List<String> vertices = new ArrayList<>(graph.getConfiguration().getNetworkOutputs());
        if (coded) {
            vertices.add(Architecture.CODE);
        }
        INDArray[] outputs = graph.output(vertices, false, new INDArray[] {input}, null);
        float[] reconstructions = floats(outputs[0], count);
        float[] codes = coded ? floats(outputs[1], count) : new float[0];
        close(input);
        for (INDArray output : outputs) {
            close(output);
        }
        return scored(codes, null, reconstructions, records, first, count, wanted);
    }

    /** Returns the vertex that gives means and logarithms of variances, or null. */
    private String distribution() {
        for (Map.Entry<String, GraphVertex> vertex :
                graph.getConfiguration().getVertices().entrySet()) {
            if (vertex.getValue() instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof GaussianSampleLayer) {
                return graph.getConfiguration()
                        .getVertexInputs()
                        .get(vertex.getKey())
                        .get(0);
            }
        }
        return null;
    }

    @Override
    public Reconstruction decode(float[] codes, RecordBatch records, Set<Wanted> wanted) {
        if (graph.getVertex(Architecture.CODE) == null) {
            throw new IllegalArgumentException("the network has no vertex " + Architecture.CODE);
        }
        int units = codes.length / records.records();
        return inParts(records, (first, count) -> {
            float[] some = Arrays.copyOfRange(codes, first * units, (first + count) * units);
            INDArray reconstructions =
                    runFrom(Architecture.CODE, rows(some, units)).get(Architecture.RECONSTRUCTION);
            return scored(some, null, floats(reconstructions, count), records, first, count, wanted);
        });
    }

    /** Returns rows with blanks after them, always as many in all. */
    static INDArray rows(float[] values, int size) {
        INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, new long[] {RecordsAtATime.BY_DL4J, size}, 'c');
        FloatTransfer.write(Arrays.copyOf(values, RecordsAtATime.BY_DL4J * size), rows);
        return rows;
    }

    /** Computes a chain from after one of its vertices on, and returns what each gives. */
    private Map<String, INDArray> runFrom(String start, INDArray given) {
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
        Map<String, INDArray> outputs = new HashMap<>();
        INDArray values = given;
        boolean started = false;
        // Layers that rearrange values ask the graph's input how many records there are.
        graph.setInput(0, given);
        for (int index : graph.topologicalSortOrder()) {
            var vertex = graph.getVertices()[index];
            if (started) {
                vertex.setInput(0, values, workspaces);
                values = vertex.doForward(false, workspaces);
                outputs.put(vertex.getVertexName(), values);
            }
            started |= vertex.getVertexName().equals(start);
        }
        return outputs;
    }

    private static Reconstruction scored(
            float[] codes,
            float[] logVariances,
            float[] reconstructions,
            RecordBatch records,
            int first,
            int count,
            Set<Wanted> wanted) {
        int size = reconstructions.length / count;
        double[] squared = ReconstructionError.unknown(count);
        double[] entropies = wanted.contains(Wanted.CROSS_ENTROPIES) ? ReconstructionError.unknown(count) : null;
        float[] targets = records.target() == null ? null : values(records.target(), first, count);
        for (int record = 0; targets != null && record < count; record++) {
            squared[record] = ReconstructionError.meanSquared(targets, reconstructions, record * size, size);
            if (entropies != null) {
                entropies[record] = ReconstructionError.crossEntropy(targets, reconstructions, record * size, size);
            }
        }
        return new Reconstruction(
                codes, logVariances, wanted.contains(Wanted.VALUES) ? reconstructions : null, squared, entropies);
    }

    /** Frees off-heap memory that would otherwise wait for the garbage collector to notice it. */
    private static void close(INDArray array) {
        if (array.closeable()) {
            array.close();
        }
    }

    private static float[] values(RecordBatch records, int first, int count) {
        float[] values = new float[count * records.size()];
        for (int record = 0; record < count; record++) {
            records.read(first + record, values, record * records.size());
        }
        return values;
    }

    /** Returns the first rows; what comes of the blanks after them is left out. */
    private static float[] floats(INDArray array, int count) {
        INDArray rows = array.dup('c');
        float[] values = FloatTransfer.read(rows);
        rows.close();
        return Arrays.copyOf(values, values.length / RecordsAtATime.BY_DL4J * count);
    }

    /** The steps, as DL4J tells of them. */
    private static final class StepCounter extends BaseTrainingListener {
        private final MinibatchIterator minibatches;
        private int count;
        private double lossSum;
        private double lastLoss;

        StepCounter(MinibatchIterator minibatches) {
            this.minibatches = minibatches;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            count++;
            lastLoss = model.score();
            lossSum += lastLoss * minibatches.records();
            if (!Double.isFinite(lastLoss)) {
                minibatches.end();
            }
        }
    }
}
