package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.LayerNoise;
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

    private final LayerChain chain;
    private final stream stream = new stream(OneDnn.cpu());
    private final Parameters parameters;

    private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PlanKey, Plan> eldest) {
            return size() > MOST_PLANS;
        }
    };

    private record PlanKey(int records, Layout input, Layout target, Plan.Use use) {}

    /** How a batch's values lie; null for none. */
    private record Layout(int size, int channels, boolean bytes) {
        static Layout of(RecordBatch batch) {
            return batch == null ? null : new Layout(batch.size(), batch.channels(), batch.holdsBytes());
        }
    }

    OneDnnEngine(LayerChain chain) {
        this.chain = chain;
        this.parameters = new Parameters(chain);
    }

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public void load(NetworkState state, long randomSeed) {
        parameters.load(state);
        LayerNoise.seed(randomSeed);
    }

    @Override
    public NetworkState state() {
        return parameters.state();
    }

    @Override
    public float[] parameters() {
        return parameters.values();
    }

    @Override
    public Steps train(Iterator<RecordBatch> minibatches) {
        int count = 0;
        double lossSum = 0;
        double loss = 0;
        while (minibatches.hasNext() && Double.isFinite(loss)) {
            RecordBatch minibatch = minibatches.next();
            loss = plan(minibatch, Plan.Use.TRAINING).step(minibatch);
            parameters.stepTaken();
            count++;
            lossSum += loss * minibatch.records();
        }
        return new Steps(count, lossSum, loss);
    }

    @Override
    public Reconstruction reconstruct(RecordBatch records, Set<Wanted> wanted) {
        return plan(records, Plan.Use.INFERENCE).reconstruct(records, wanted);
    }

    @Override
    public Reconstruction decode(float[] codes, RecordBatch records, Set<Wanted> wanted) {
        return plan(records, Plan.Use.INFERENCE).decode(codes, records, wanted);
    }

    private Plan plan(RecordBatch batch, Plan.Use use) {
        // A step depends on the number of records; a reconstruction does not, so that all can use the same plan.
        int records = use.isTraining() ? batch.records() : batch.capacity();
        return plans.computeIfAbsent(
                new PlanKey(records, Layout.of(batch), Layout.of(batch.target()), use),
                key -> new Plan(chain, batch, records, parameters, use, stream));
    }
}
