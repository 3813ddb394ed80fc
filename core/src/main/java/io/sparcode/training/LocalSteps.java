package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkState;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/** A worker's part of a round: minibatch steps over its slice of its shard. */
final class LocalSteps implements Function2<Integer, Iterator<ImageBlock>, Iterator<RoundSum>> {
    private static final long serialVersionUID = 1;

    private final Broadcast<NetworkDefinition> definition;
    private final Broadcast<NetworkState> start;
    private final RoundSlice slice;
    private final UpdaterState updaterState;
    private final long seed;
    private final int epoch;

    LocalSteps(
            Broadcast<NetworkDefinition> definition,
            Broadcast<NetworkState> start,
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
    public Iterator<RoundSum> call(Integer shard, Iterator<ImageBlock> blocks) {
        RoundSum result = slice.records(shard) == 0
                ? RoundSum.nothing(shard)
                : definition.value().withEngine(engine -> train(engine, shard, blocks));
        // An iterator left before its end keeps Spark's read lock on the cached block, and Spark warns of it.
        blocks.forEachRemaining(unread -> {});
        return List.of(result).iterator();
    }

    private RoundSum train(NetworkEngine engine, int shard, Iterator<ImageBlock> blocks) {
        engine.load(start.value(), Shuffle.mix(seed, start.value().steps(), shard));
        int[] numbers = slice.blocks()[shard];
        BlockRecords records = new BlockRecords(
                blocks,
                (blocksBefore, block) -> Shuffle.order(block.records(), seed, epoch, numbers[blocksBefore]),
                slice.skipped(shard),
                slice.records(shard));
        NetworkEngine.Steps steps =
                engine.train(new Minibatches(records, definition.value().batchSize()));
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

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
