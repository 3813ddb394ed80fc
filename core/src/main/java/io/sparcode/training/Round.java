package io.sparcode.training;

import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.engine.NetworkState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** One round on the cluster: broadcast the state, let every worker take its local steps, sum the results. */
final class Round {
    /** Up to so many results come to the driver as they are; more are first summed in groups on the executors. */
    private static final int DIRECT = 8;

    private final JavaSparkContext spark;
    private final ShardedBlocks data;
    private final Broadcast<NetworkDefinition> definition;
    private final UpdaterState updaterState;
    private final long seed;

    Round(
            JavaSparkContext spark,
            ShardedBlocks data,
            Broadcast<NetworkDefinition> definition,
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
        Broadcast<NetworkState> broadcast = spark.broadcast(start);
        try {
            JavaRDD<RoundSum> results = data.select(slice.blocks())
                    .mapPartitionsWithIndex(
                            new LocalSteps(definition, broadcast, slice, updaterState, seed, epoch), true);
            return merged((data.shards() > DIRECT ? summedInGroups(results, data.shards()) : results).collect());
        } finally {
            broadcast.unpersist();
        }
    }

    private static JavaRDD<RoundSum> summedInGroups(JavaRDD<RoundSum> results, int shards) {
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
