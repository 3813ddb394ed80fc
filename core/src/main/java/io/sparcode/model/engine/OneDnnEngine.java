package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.stream;

/**
 * Computes a chain of layers by oneDNN's primitives, compiled once a batch size, and the update in Java. One native thread:
 * a worker is a Spark task, and there are as many as cores.
 */
final class OneDnnEngine implements NetworkEngine {
    /** The full batch, the last of a shard, those of evaluation and scoring, and as many again. */
    private static final int MOST_PLANS = 8;

    /** Parameters updated at a time, so that they and their gradients pass through arrays that stay in the first cache. */
    private static final int SLICE = 2048;

    private final LayerChain chain;
    private final stream stream = new stream(OneDnn.cpu());
    private final ParameterMemory memory;
    private final FloatBuffer parameterBuffer;
    private final FloatBuffer gradientBuffer;
    private final float[] parameterSlice = new float[SLICE];
    private final float[] gradientSlice = new float[SLICE];
    /** By slice: the arrays of the update rule's state. */
    private float[][][] updaterState = new float[0][][];

    private int steps;

    private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PlanKey, Plan> eldest) {
            return size() > MOST_PLANS;
        }
    };

    private record PlanKey(int records, int size, int channels, boolean images, Plan.Use use) {}

    OneDnnEngine(LayerChain chain) {
        this.chain = chain;
        this.memory = new ParameterMemory(chain.parameters());
        this.parameterBuffer = memory.valueBuffer();
        this.gradientBuffer = memory.gradientBuffer();
    }

    @Override
    public void load(NetworkState state, long randomSeed) {
        if (state.parameters().length != memory.length()) {
            throw new IllegalArgumentException(
                    state.parameters().length + " parameters do not fit a network of " + memory.length());
        }
        parameterBuffer.put(0, state.parameters());
        loadUpdaterState(state.updaterState());
        steps = state.steps();
    }

    private void loadUpdaterState(float[] state) {
        int arrays = chain.updateRule().stateArrays();
        if (state.length != 0 && state.length != arrays * memory.length()) {
            throw new IllegalArgumentException("an updater's state of " + state.length + " values does not fit "
                    + arrays + " values for each of " + memory.length() + " parameters");
        }
        if (updaterState.length == 0) {
            updaterState = new float[(memory.length() + SLICE - 1) / SLICE][arrays][SLICE];
        }
        for (int slice = 0; slice < updaterState.length; slice++) {
            for (int array = 0; array < arrays; array++) {
                if (state.length == 0) {
                    Arrays.fill(updaterState[slice][array], 0);
                } else {
                    int from = array * memory.length() + slice * SLICE;
                    System.arraycopy(state, from, updaterState[slice][array], 0, lengthOf(slice));
                }
            }
        }
    }

    private int lengthOf(int slice) {
        return Math.min(SLICE, memory.length() - slice * SLICE);
    }

    @Override
    public NetworkState state() {
        int arrays = chain.updateRule().stateArrays();
        float[] state = new float[arrays * memory.length()];
        for (int slice = 0; slice < updaterState.length; slice++) {
            for (int array = 0; array < arrays; array++) {
                int to = array * memory.length() + slice * SLICE;
                System.arraycopy(updaterState[slice][array], 0, state, to, lengthOf(slice));
            }
        }
        return new NetworkState(parameters(), state, steps);
    }

    @Override
    public float[] parameters() {
        float[] parameters = new float[memory.length()];
        parameterBuffer.get(0, parameters);
        return parameters;
    }

    @Override
    public Steps train(Iterator<RecordBatch> minibatches) {
        int count = 0;
        double lossSum = 0;
        double loss = 0;
        while (minibatches.hasNext() && Double.isFinite(loss)) {
            RecordBatch minibatch = minibatches.next();
            loss = plan(minibatch, Plan.Use.TRAINING).step(minibatch);
            update();
            count++;
            lossSum += loss * minibatch.records();
        }
        return new Steps(count, lossSum, loss);
    }

    private void update() {
        for (int slice = 0; slice < updaterState.length; slice++) {
            int from = slice * SLICE;
            int length = lengthOf(slice);
            gradientBuffer.get(from, gradientSlice, 0, length);
            parameterBuffer.get(from, parameterSlice, 0, length);
            UpdateRule.flushGradients(gradientSlice, length);
            chain.updateRule().update(parameterSlice, gradientSlice, updaterState[slice], length, steps);
            parameterBuffer.put(from, parameterSlice, 0, length);
        }
        steps++;
    }

    @Override
    public Reconstruction reconstruct(RecordBatch records, Set<Wanted> wanted) {
        return plan(records, Plan.Use.INFERENCE).reconstruct(records, wanted);
    }

    private Plan plan(RecordBatch batch, Plan.Use use) {
        // A step depends on the number of records; a reconstruction does not, so that all can use the same plan.
        int records = use.isTraining() ? batch.records() : batch.capacity();
        return plans.computeIfAbsent(
                new PlanKey(records, batch.size(), batch.channels(), batch.isImages(), use),
                key -> new Plan(chain, batch, records, memory, use, stream));
    }
}
