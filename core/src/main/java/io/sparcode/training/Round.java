package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.engine.NetworkState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** One round on the cluster: broadcast the state, let every worker take its local steps, sum the results. */
final class Round {
    /** Up to so many results come to the driver as they are; more are first summed in groups on the executors. */
    private static final int DIRECT = 8;

    private final JavaSparkContext spark;
    private final ShardedBlocks data;
    private final Shared<NetworkDefinition> definition;
    private final UpdaterState updaterState;
    private final long seed;

    Round(
            JavaSparkContext spark,
            ShardedBlocks data,
            Shared<NetworkDefinition> definition,
            UpdaterState updaterState,
            long seed) {
        this.spark = spark;
        this.data = data;
        this.definition = definition;
        // One worker's average is its own state, with nothing to reset it for.
        this.updaterState = data.shards() == 1 ? UpdaterState.AVERAGED : updaterState;
        this.seed = seed;
    }

    /** Runs the round and returns the weighted sum over all workers. */
    RoundSum run(NetworkState start, RoundSlice slice, int epoch) {
        try (Shared<NetworkState> shared = Shared.of(spark, start)) {
            LocalSteps steps = new LocalSteps(definition, shared, slice, updaterState, seed, epoch);
            JavaRDD<ImageBlock> shards = data.select(slice.blocks());
            if (data.shards() > DIRECT) {
                return merged(summedInGroups(shards, steps, data.shards()).collect());
            }
            // What goes straight to the driver, and not through a shuffle, may pass by reference.
            long localId = shared.localId();
            return merged(ShardJob.run(
                    shards, (shard, blocks) -> steps.run(shard, blocks).answering(localId)));
        }
    }

    private static JavaRDD<RoundSum> summedInGroups(JavaRDD<ImageBlock> data, LocalSteps steps, int shards) {
        JavaRDD<RoundSum> results = data.mapPartitionsWithIndex(
                (shard, blocks) -> {
                    RoundSum result = steps.run(shard, blocks);
                    blocks.forEachRemaining(unread -> {});
                    return List.of(result).iterator();
                },
                true);
        int groups = (int) Math.ceil(Math.sqrt(shards));
        int groupSize = (shards + groups - 1) / groups;
        return results.mapToPair(result -> new Tuple2<>(result.firstShard() / groupSize, result))
                .groupByKey(groups)
                .values()
                .map(group -> {
                    List<RoundSum> members = new ArrayList<>();
                    group.forEach(members::add);
                    return merged(members);
                });
    }

    /** Sums in the order of shards: floating-point addition does not commute with a change of order. */
    private static RoundSum merged(List<RoundSum> results) {
        List<RoundSum> inOrder = new ArrayList<>(results);
        inOrder.sort(Comparator.comparingInt(RoundSum::firstShard));
        Iterator<RoundSum> each = inOrder.iterator();
        RoundSum sum = each.next();
        while (each.hasNext()) {
            sum.merge(each.next());
        }
        return sum;
    }
}
