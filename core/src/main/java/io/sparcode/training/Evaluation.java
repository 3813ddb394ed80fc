package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.engine.NetworkState;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;

/** The mean squared error of a network's reconstructions over blocks. */
final class Evaluation {
    /** Records computed together. */
    private static final int BATCH = 256;

    private Evaluation() {}

    /** Returns the error over all records. */
    static double meanSquaredError(
            ShardedBlocks data, Broadcast<NetworkDefinition> definition, Broadcast<NetworkState> state) {
        return meanSquaredError(data, data.blocksByShard(), definition, state);
    }

    /** Returns the error over the first block with records of each shard: always the same records. */
    static double meanSquaredErrorOfSample(
            ShardedBlocks data, Broadcast<NetworkDefinition> definition, Broadcast<NetworkState> state) {
        int[][] sample = new int[data.shards()][];
        for (int shard = 0; shard < sample.length; shard++) {
            sample[shard] = new int[] {data.blocksOf(shard)[0]};
        }
        return meanSquaredError(data, sample, definition, state);
    }

    private static double meanSquaredError(
            ShardedBlocks data,
            int[][] blocks,
            Broadcast<NetworkDefinition> definition,
            Broadcast<NetworkState> state) {
        List<double[]> sums = data.select(blocks)
                .mapPartitions(ofShard -> List.of(squaredError(ofShard, definition.value(), state.value()))
                        .iterator())
                .collect();
        double squaredError = 0;
        double values = 0;
        for (double[] sum : sums) {
            squaredError += sum[0];
            values += sum[1];
        }
        return squaredError / values;
    }

    /** Returns the sum of the squared errors and the number of values. */
    private static double[] squaredError(
            Iterator<ImageBlock> blocks, NetworkDefinition definition, NetworkState state) {
        return definition.withEngine(engine -> {
            engine.load(state, 1);
            double[] sums = new double[2];
            Minibatches batches = new Minibatches(
                    new BlockRecords(blocks, (blocksBefore, block) -> inPlace(block.records()), 0, Integer.MAX_VALUE),
                    BATCH);
            while (batches.hasNext()) {
                RecordBatch batch = batches.next();
                int size = batch.target().size();
                for (double error : engine.reconstruct(batch, false).meanSquaredErrors()) {
                    sums[0] += error * size;
                    sums[1] += size;
                }
            }
            return sums;
        });
    }

    private static int[] inPlace(int records) {
        return IntStream.range(0, records).toArray();
    }
}
