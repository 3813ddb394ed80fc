package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkState;
import java.util.Iterator;

/** A worker's part of a round: minibatch steps over its slice of its shard. */
final class LocalSteps implements ShardJob.Task<RoundSum> {
    private static final long serialVersionUID = 1;

    private final Shared<NetworkDefinition> definition;
    private final Shared<NetworkState> start;
    private final RoundSlice slice;
    private final UpdaterState updaterState;
    private final long seed;
    private final int epoch;

    LocalSteps(
            Shared<NetworkDefinition> definition,
            Shared<NetworkState> start,
            RoundSlice slice,
            UpdaterState updaterState,
            long seed,
            int epoch) {
        this.definition = definition;
        this.start = start;
        this.slice = slice;
        this.updaterState = updaterState;
        this.seed = seed;
        this.epoch = epoch;
    }

    @Override
    public RoundSum run(int shard, Iterator<ImageBlock> blocks) {
        return slice.records(shard) == 0
                ? RoundSum.nothing(shard)
                : definition.value().withEngine(engine -> train(engine, shard, blocks));
    }

    private RoundSum train(NetworkEngine engine, int shard, Iterator<ImageBlock> blocks) {
        engine.load(start.value(), Shuffle.mix(seed, start.value().steps(), shard));
        int[] numbers = slice.blocks()[shard];
        BlockRecords records = new BlockRecords(
                blocks,
                (blocksBefore, block) -> Shuffle.order(block.records(), seed, epoch, numbers[blocksBefore]),
                slice.skipped(shard),
                slice.records(shard));
        Minibatches clean = new Minibatches(records, definition.value().batchSize());
        NetworkEngine.Steps steps = engine.train(definition.value().corruptor().corrupted(clean, seed, epoch));
        if (!Double.isFinite(steps.lastLoss())) {
            return RoundSum.failed(shard, steps.count(), steps.lastLoss());
        }
        NetworkState result = updaterState == UpdaterState.AVERAGED
                ? engine.state()
                : new NetworkState(
                        engine.parameters(), new float[0], start.value().steps() + steps.count());
        if (!isFinite(result.parameters())) {
            return RoundSum.failed(shard, steps.count(), Double.NaN);
        }
        float weight = (float) ((double) slice.records(shard) / slice.records());
        return RoundSum.of(shard, result, weight, steps.count(), steps.lossSum());
    }

    /** Eight sums, which the processor forms side by side; not a number as soon as one value is not finite. */
    private static boolean isFinite(float[] values) {
        float[] sums = new float[8];
        int whole = values.length - values.length % sums.length;
        for (int i = 0; i < whole; i += sums.length) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += 0 * values[i + j];
            }
        }
        for (int i = whole; i < values.length; i++) {
            sums[0] += 0 * values[i];
        }
        float sum = 0;
        for (float each : sums) {
            sum += each;
        }
        return sum == 0;
    }
}
