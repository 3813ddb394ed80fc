package io.sparcode.training;

import java.io.Serializable;

/** The records that each worker trains on in one round. */
final class RoundSlice implements Serializable {
    private static final long serialVersionUID = 1;

    private final int[][] blocks;
    private final int[] skipped;
    private final int[] records;

    RoundSlice(int shards) {
        blocks = new int[shards][];
        skipped = new int[shards];
        records = new int[shards];
    }

    void set(int shard, int[] neededBlocks, int skippedInFirst, int taken) {
        blocks[shard] = neededBlocks;
        skipped[shard] = skippedInFirst;
        records[shard] = taken;
    }

    /** Returns the numbers of the blocks each shard reads, in order. */
    int[][] blocks() {
        return blocks;
    }

    /** Returns how many records, in the shuffled order of a shard's first block, earlier rounds have had. */
    int skipped(int shard) {
        return skipped[shard];
    }

    /** Returns how many records a shard's worker trains on. */
    int records(int shard) {
        return records[shard];
    }

    /** Returns how many records all workers train on. */
    long records() {
        long sum = 0;
        for (int ofShard : records) {
            sum += ofShard;
        }
        return sum;
    }
}
