package io.sparcode.model.engine;

import io.sparcode.image.RecordBatch;
import io.sparcode.model.LayerNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final Map<Layout, Integer> recordsAtATime = new HashMap<>();
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
            loss = plan(minibatch, minibatch.records(), Plan.Use.TRAINING).step(minibatch);
            parameters.stepTaken();
            count++;
            lossSum += loss * minibatch.records();
        }
        return new Steps(count, lossSum, loss);
    }

    @Override
    public Reconstruction reconstruct(RecordBatch records, Set<Wanted> wanted) {
        return inParts(records, (plan, first, count) -> plan.reconstruct(records, first, count, wanted));
    }

    @Override
    public Reconstruction decode(float[] codes, RecordBatch records, Set<Wanted> wanted) {
        int units = codes.length / Math.max(1, records.records());
        return inParts(
                records,
                (plan, first, count) -> plan.decode(
                        Arrays.copyOfRange(codes, first * units, (first + count) * units),
                        records,
                        first,
                        count,
                        wanted));
    }

    /** What is made of {@code count} records of a batch from {@code first} on. */
    private interface Part {
        Reconstruction of(Plan plan, int first, int count);
    }

    private Reconstruction inParts(RecordBatch batch, Part part) {
        int atATime = recordsAtATime.computeIfAbsent(Layout.of(batch), layout -> recordsAtATime(batch));
        Plan plan = plan(batch, atATime, Plan.Use.INFERENCE);
        List<Reconstruction> parts = new ArrayList<>();
        int first = 0;
        do {
            parts.add(part.of(plan, first, Math.min(atATime, batch.records() - first)));
            first += atATime;
        } while (first < batch.records());
        return Reconstruction.joined(parts);
    }

    private int recordsAtATime(RecordBatch batch) {
        // Only a plan knows how large the reconstructions are.
        int reconstruction = new Plan(chain, batch, 1, parameters, Plan.Use.INFERENCE, stream).reconstructionSize();
        return RecordsAtATime.of(Math.max(batch.size(), reconstruction));
    }

    private Plan plan(RecordBatch batch, int records, Plan.Use use) {
        return plans.computeIfAbsent(
                new PlanKey(records, Layout.of(batch), Layout.of(batch.target()), use),
                key -> new Plan(chain, batch, records, parameters, use, stream));
    }
}
