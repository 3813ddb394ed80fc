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

    /** Parameters updated at a time, so that a gradient is in the first cache when it is used. */
    private static final int SLICE = 2048;

    private final LayerChain chain;
    private final stream stream = new stream(OneDnn.cpu());
    private final ParameterMemory memory;
    private final FloatBuffer parameterBuffer;
    private final FloatBuffer gradientBuffer;
    private final float[] parameters;
    private float[] gradients = new float[0];
    private float[][] updaterState = new float[0][];
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
        this.parameters = new float[memory.length()];
    }

    @Override
    public void load(NetworkState state, long randomSeed) {
        if (state.parameters().length != parameters.length) {
            throw new IllegalArgumentException(
                    state.parameters().length + " parameters do not fit a network of " + parameters.length);
        }
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        parameterBuffer.put(0, parameters);
        loadUpdaterState(state.updaterState());
        steps = state.steps();
    }

    private void loadUpdaterState(float[] state) {
        int arrays = chain.updateRule().stateArrays();
        if (state.length != 0 && state.length != arrays * parameters.length) {
            throw new IllegalArgumentException("an updater's state of " + state.length + " values does not fit "
                    + arrays + " values for each of " + parameters.length + " parameters");
        }
        if (updaterState.length != arrays) {
            updaterState = new float[arrays][parameters.length];
        }
        for (int i = 0; i < arrays; i++) {
            if (state.length == 0) {
                Arrays.fill(updaterState[i], 0);
            } else {
                System.arraycopy(state, i * parameters.length, updaterState[i], 0, parameters.length);
            }
        }
    }

    @Override
    public NetworkState state() {
        float[] state = new float[updaterState.length * parameters.length];
        for (int i = 0; i < updaterState.length; i++) {
            System.arraycopy(updaterState[i], 0, state, i * parameters.length, parameters.length);
        }
        return new NetworkState(parameters(), state, steps);
    }

    @Override
    public float[] parameters() {
        return parameters.clone();
    }

    @Override
    public Steps train(Iterator<RecordBatch> minibatches) {
        if (gradients.length == 0) {
            gradients = new float[parameters.length];
        }
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
        for (int from = 0; from < parameters.length; from += SLICE) {
            int length = Math.min(SLICE, parameters.length - from);
            gradientBuffer.get(from, gradients, from, length);
            UpdateRule.flushGradients(gradients, from, from + length);
            chain.updateRule().update(parameters, gradients, updaterState, from, from + length, steps);
            parameterBuffer.put(from, parameters, from, length);
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
