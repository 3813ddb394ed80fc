package io.sparcode.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    private static final int BATCH = 16;

    @Test
    void everyRecordIsVisitedOnceAnEpochInAnotherOrderEachTime() {
        // 100 records a block of 48 bytes each: several blocks a shard.
        JavaRDD<ImageBlock> parts = ImageBlocksFixture.blocks(LocalSpark.session(), 12, 100);
        try (ShardedBlocks data = ShardedBlocks.of(parts, 3, 1)) {
            List<Integer> first = visited(data, 1);
            List<Integer> second = visited(data, 2);
            assertEquals(1200, first.size());
            assertEquals(1200, new HashSet<>(first).size());
            assertEquals(new HashSet<>(first), new HashSet<>(second));
            assertNotEquals(first, second);
        }
    }

    private static List<Integer> visited(ShardedBlocks data, int epoch) {
        Map<Integer, ImageBlock> byNumber = new HashMap<>();
        List<ImageBlock> all = data.select(data.blocksByShard()).collect();
        for (int i = 0; i < all.size(); i++) {
            byNumber.put(i, all.get(i));
        }
        EpochOrder order = new EpochOrder(data, BATCH, 5, epoch);
        assertEquals(25, order.minibatches());
        List<Integer> visited = new ArrayList<>();
        Set<Integer> slices = new HashSet<>();
        for (long at = 0; at < order.minibatches(); at += 4) {
            RoundSlice slice = order.slice(at, 4);
            for (int shard = 0; shard < data.shards(); shard++) {
                slices.add(slice.records(shard));
                visited.addAll(records(slice, shard, byNumber, epoch));
            }
        }
        assertTrue(slices.contains(4 * BATCH) && slices.contains(16), slices::toString);
        return visited;
    }

    private static List<Integer> records(RoundSlice slice, int shard, Map<Integer, ImageBlock> byNumber, int epoch) {
        List<Integer> records = new ArrayList<>();
        int skipped = slice.skipped(shard);
        for (int number : slice.blocks()[shard]) {
            int[] order = Shuffle.order(byNumber.get(number).records(), 5, epoch, number);
            for (int i = skipped; i < order.length && records.size() < slice.records(shard); i++) {
                float[] value = new float[1];
                byNumber.get(number).read(order[i], value, 0);
                records.add((int) value[0]);
            }
            skipped = 0;
        }
        assertEquals(slice.records(shard), records.size());
        return records;
    }
}
