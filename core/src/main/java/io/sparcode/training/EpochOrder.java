package io.sparcode.training;

import io.sparcode.dataset.ShardedBlocks;

/**
 * The order in which an epoch visits every shard's records: its blocks in a random order, and the records of each block
 * in a random order. Reading stays sequential, and one block at a time is all that a worker holds.
 */
final class EpochOrder {
    private final ShardedBlocks data;
    private final int batchSize;
    private final int[][] blocks;
    private final long[] records;

    EpochOrder(ShardedBlocks data, int batchSize, long seed, int epoch) {
        this.data = data;
        this.batchSize = batchSize;
        this.blocks = new int[data.shards()][];
        this.records = new long[data.shards()];
        for (int shard = 0; shard < blocks.length; shard++) {
            int[] ofShard = data.blocksOf(shard);
            int[] order = Shuffle.order(ofShard.length, seed, epoch, -1 - shard);
            blocks[shard] = new int[ofShard.length];
            for (int i = 0; i < order.length; i++) {
                blocks[shard][i] = ofShard[order[i]];
                records[shard] += data.recordsInBlock(blocks[shard][i]);
            }
        }
    }

    /** Returns the minibatches of the largest shard, the last of which may be smaller. */
    long minibatches() {
        long most = 0;
        for (long ofShard : records) {
            most = Math.max(most, (ofShard + batchSize - 1) / batchSize);
        }
        return most;
    }

    /** Returns what each worker reads for the minibatches from {@code first} on. */
    RoundSlice slice(long first, int minibatches) {
        RoundSlice slice = new RoundSlice(blocks.length);
        long from = first * batchSize;
        long to = from + (long) minibatches * batchSize;
        for (int shard = 0; shard < blocks.length; shard++) {
            fill(slice, shard, Math.min(from, records[shard]), Math.min(to, records[shard]));
        }
        return slice;
    }

    private void fill(RoundSlice slice, int shard, long from, long to) {
        int firstBlock = 0;
        long before = 0;
        while (from < to && before + data.recordsInBlock(blocks[shard][firstBlock]) <= from) {
            before += data.recordsInBlock(blocks[shard][firstBlock++]);
        }
        int end = firstBlock;
        for (long reached = before; reached < to && from < to; end++) {
            reached += data.recordsInBlock(blocks[shard][end]);
        }
        int[] needed = new int[end - firstBlock];
        System.arraycopy(blocks[shard], firstBlock, needed, 0, needed.length);
        slice.set(shard, needed, Math.toIntExact(from - (from < to ? before : from)), Math.toIntExact(to - from));
    }
}
