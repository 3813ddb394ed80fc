package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkState;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.IntStream;

/** The mean squared error of a network's reconstructions over blocks. */
final class Evaluation {
    /** Records computed together. */
    private static final int BATCH = 256;

    /** Enough records of a shard to see the training error fall, few enough to cost no time. */
    private static final int SAMPLE = 1024;

    private Evaluation() {}

    /** Returns the error over all records. */
    static double meanSquaredError(
            ShardedBlocks data, Shared<NetworkDefinition> definition, Shared<NetworkState> state) {
        return meanSquaredError(data, data.blocksByShard(), new SquaredErrors(definition, state, Integer.MAX_VALUE));
    }

    /** Returns the error over the first records of each shard, up to so many: always the same ones. */
    static double meanSquaredErrorOfSample(
            ShardedBlocks data, Shared<NetworkDefinition> definition, Shared<NetworkState> state) {
        int[][] sample = new int[data.shards()][];
        for (int shard = 0; shard < sample.length; shard++) {
            sample[shard] = new int[] {data.blocksOf(shard)[0]};
        }
        return meanSquaredError(data, sample, new SquaredErrors(definition, state, SAMPLE));
    }

    private static double meanSquaredError(ShardedBlocks data, int[][] blocks, SquaredErrors task) {
        double squaredError = 0;
        double values = 0;
        for (double[] sum : ShardJob.run(data.select(blocks), task)) {
            squaredError += sum[0];
            values += sum[1];
        }
        return squaredError / values;
    }

    /** Returns, for a shard, the sum of the squared errors and the number of values. */
    private record SquaredErrors(Shared<NetworkDefinition> definition, Shared<NetworkState> state, int most)
            implements ShardJob.Task<double[]> {
        @Override
        public double[] run(int shard, Iterator<ImageBlock> blocks) {
            return definition.value().withEngine(engine -> sums(engine, blocks));
        }

        private double[] sums(NetworkEngine engine, Iterator<ImageBlock> blocks) {
            engine.load(state.value(), 1);
            double[] sums = new double[2];
            Minibatches batches = new Minibatches(
                    new BlockRecords(blocks, (blocksBefore, block) -> inPlace(block.records()), 0, most), BATCH);
            while (batches.hasNext()) {
                RecordBatch batch = batches.next();
                int size = batch.target().size();
                for (double error : engine.reconstruct(batch, Set.of()).meanSquaredErrors()) {
                    sums[0] += error * size;
                    sums[1] += size;
                }
            }
            return sums;
        }
    }

    private static int[] inPlace(int records) {
        return IntStream.range(0, records).toArray();
    }
}
