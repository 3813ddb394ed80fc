package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A dataset's records as compact blocks, divided among shards in a way that depends on the records alone: neither on the
 * partitions they came in nor on the cluster.
 *
 * <p>Each block is one partition of a cached RDD, so that a round reads only the blocks it needs, from memory or disk,
 * and a lost block alone is made again. A record's block is a hash of its id, or of its content where there is no id;
 * within a block the order is the hash's.
 */
public final class ShardedBlocks implements AutoCloseable {
    /** Large enough to be read at the disk's speed, small enough that a round reads little more than it uses. */
    private static final int BLOCK_BYTES = 4 << 20;

    private final RDD<ImageBlock> blocks;
    private final int shards;
    private final int[] recordsInBlock;
    private final int recordSize;

    private ShardedBlocks(RDD<ImageBlock> blocks, int shards, int[] recordsInBlock, int recordSize) {
        this.blocks = blocks;
        this.shards = shards;
        this.recordsInBlock = recordsInBlock;
        this.recordSize = recordSize;
    }

    /**
     * Divides a frame's records and caches them, in memory and what does not fit on disk.
     *
     * @param rows a frame with the input column and, if it has one, an {@code id}
     * @param inputCol an image column (Spark's image schema), a Spark ML vector or an array of numbers; all of one size
     * @param shards at least 1
     * @throws BadDataException if there are no records, a value is null, or sizes differ
     */
    public static ShardedBlocks of(Dataset<Row> rows, String inputCol, int shards) {
        return of(rows, inputCol, Optional.empty(), shards, 0);
    }

    /**
     * As {@link #of(Dataset, String, int)}, with what the network shall give for each record.
     *
     * @param targetCol a column of the same kinds as the input's, not necessarily of the same kind or size; empty where the
     *     record itself is the target
     * @param derivedBytes of the largest thing that is to be made of a record, block by block ({@link #map}); blocks have so
     *     few records that it too is of their size
     */
    public static ShardedBlocks of(
            Dataset<Row> rows, String inputCol, Optional<String> targetCol, int shards, long derivedBytes) {
        RecordLayout layout = RecordLayout.of(rows, inputCol);
        Optional<RecordLayout> target = targetCol.map(column -> RecordLayout.of(rows, column));
        long bytes = layout.bytes() + (long) target.map(RecordLayout::bytes).orElse(0);
        int perShard = blocksPerShard(rows.count(), shards, Math.max(bytes, derivedBytes));
        JavaRDD<ImageBlock> blocks = layout.keyed(rows, target)
                .repartition(shards * perShard, layout.key())
                .sortWithinPartitions(layout.order(target))
                .toJavaRDD()
                .mapPartitions(layout.packing(target));
        return cached(blocks.rdd(), shards, layout.size());
    }

    /** Returns how many blocks a shard of equally divided records should have. */
    public static int blocksPerShard(long records, int shards, long recordBytes) {
        if (shards < 1) {
            throw new IllegalArgumentException("shards must be at least 1, was " + shards);
        }
        long recordsPerBlock = Math.max(1, BLOCK_BYTES / recordBytes);
        return Math.toIntExact(Math.max(1, ceilDiv(ceilDiv(records, shards), recordsPerBlock)));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    /**
     * Caches blocks that are made elsewhere.
     *
     * @param blocks one block in every partition; as many partitions for each shard, shard after shard
     * @param recordSize values in a record
     */
    public static ShardedBlocks of(JavaRDD<ImageBlock> blocks, int shards, int recordSize) {
        return cached(blocks.rdd(), shards, recordSize);
    }

    /**
     * Caches what becomes of these blocks, each by itself: shards, blocks and the order of records stay.
     *
     * @param function gives a block of as many records, always the same for the same block
     * @param newRecordSize values in a record of such a block
     */
    public ShardedBlocks map(Function<ImageBlock, ImageBlock> function, int newRecordSize) {
        return of(new JavaRDD<>(blocks, blocks.elementClassTag()).map(function), shards, newRecordSize);
    }

    private static ShardedBlocks cached(RDD<ImageBlock> blocks, int shards, int recordSize) {
        blocks.setName("sparcode blocks");
        blocks.persist(StorageLevel.MEMORY_AND_DISK());
        int[] recordsInBlock = new int[blocks.getNumPartitions()];
        ShardedBlocks sharded = new ShardedBlocks(blocks, shards, recordsInBlock, recordSize);
        try {
            // One task a shard makes all its blocks, so that they lie together where the shard's worker will run.
            List<int[]> counts = sharded.select(sharded.blocksByShard())
                    .mapPartitions(ShardedBlocks::countRecords)
                    .collect();
            for (int shard = 0; shard < shards; shard++) {
                int[] ofShard = sharded.blocksOf(shard);
                for (int i = 0; i < ofShard.length; i++) {
                    recordsInBlock[ofShard[i]] = counts.get(shard)[i];
                }
            }
            return sharded;
        } catch (RuntimeException e) {
            sharded.close();
            throw e;
        }
    }

    private static Iterator<int[]> countRecords(Iterator<ImageBlock> blocks) {
        List<Integer> counts = new ArrayList<>();
        blocks.forEachRemaining(block -> counts.add(block.records()));
        return List.of(counts.stream().mapToInt(Integer::intValue).toArray()).iterator();
    }

    /** Returns the number of shards. */
    public int shards() {
        return shards;
    }

    /** Returns how many records there are. */
    public long records() {
        long sum = 0;
        for (int records : recordsInBlock) {
            sum += records;
        }
        return sum;
    }

    /** Returns how many values a record has. */
    public int recordSize() {
        return recordSize;
    }

    /** Returns the numbers of a shard's blocks, in ascending order. */
    public int[] blocksOf(int shard) {
        int blocksPerShard = recordsInBlock.length / shards;
        int[] ofShard = new int[blocksPerShard];
        for (int i = 0; i < blocksPerShard; i++) {
            ofShard[i] = shard * blocksPerShard + i;
        }
        return ofShard;
    }

    /** Returns the numbers of every shard's blocks. */
    public int[][] blocksByShard() {
        int[][] all = new int[shards][];
        for (int shard = 0; shard < shards; shard++) {
            all[shard] = blocksOf(shard);
        }
        return all;
    }

    /** Returns how many records a block has. */
    public int recordsInBlock(int block) {
        return recordsInBlock[block];
    }

    /** Returns the Spark context that the blocks live in. */
    public org.apache.spark.SparkContext sparkContext() {
        return blocks.sparkContext();
    }

    /**
     * Returns chosen blocks as an RDD of one partition a shard, each in the order given and preferably where its first
     * block is cached.
     *
     * @param blocksOfShard numbers of blocks by shard; a shard may have none
     */
    public JavaRDD<ImageBlock> select(int[][] blocksOfShard) {
        return new JavaRDD<>(new SelectedBlocks(blocks, blocksOfShard), blocks.elementClassTag());
    }

    /** Frees the cache. */
    @Override
    public void close() {
        blocks.unpersist(false);
    }
}
