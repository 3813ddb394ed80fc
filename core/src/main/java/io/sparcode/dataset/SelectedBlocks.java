package io.sparcode.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Chosen partitions of an RDD of blocks, those of a shard one after the other in one partition. */
final class SelectedBlocks extends RDD<ImageBlock> {
    private static final long serialVersionUID = 1;

    private final transient RDD<ImageBlock> blocks;
    private final int[][] ofShard;

    /** Selects, for every shard, blocks by number; a shard may have none. */
    SelectedBlocks(RDD<ImageBlock> blocks, int[][] ofShard) {
        super(blocks.context(), seq(List.<Dependency<?>>of(new Selection(blocks, ofShard))), blocks.elementClassTag());
        this.blocks = blocks;
        this.ofShard = ofShard;
    }

    private static <T> Seq<T> seq(List<T> values) {
        return JavaConverters.asScalaBuffer(values).toList();
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] all = blocks.partitions();
        Partition[] shards = new Partition[ofShard.length];
        for (int shard = 0; shard < shards.length; shard++) {
            List<Partition> parents = new ArrayList<>();
            for (int block : ofShard[shard]) {
                parents.add(all[block]);
            }
            shards[shard] = new Shard(shard, parents.toArray(Partition[]::new));
        }
        return shards;
    }

    /** Prefers where a shard's first block is cached. */
    @Override
    public Seq<String> getPreferredLocations(Partition partition) {
        List<String> locations = new ArrayList<>();
        int[] numbers = ofShard[partition.index()];
        if (numbers.length > 0) {
            JavaConverters.asJavaCollection(context().getPreferredLocs(blocks, numbers[0]))
                    .forEach(location -> locations.add(location.toString()));
        }
        return seq(locations);
    }

    @Override
    public Iterator<ImageBlock> compute(Partition partition, TaskContext task) {
        RDD<ImageBlock> parent = firstParent(elementClassTag());
        Partition[] parents = ((Shard) partition).parents;
        return JavaConverters.asScalaIterator(new java.util.Iterator<>() {
            private int next;
            private Iterator<ImageBlock> current;

            @Override
            public boolean hasNext() {
                while ((current == null || !current.hasNext()) && next < parents.length) {
                    current = parent.iterator(parents[next++], task);
                }
                return current != null && current.hasNext();
            }

            @Override
            public ImageBlock next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return current.next();
            }
        });
    }

    /** A shard's blocks. */
    private static final class Shard implements Partition {
        private static final long serialVersionUID = 1;

        private final int index;
        private final Partition[] parents;

        Shard(int index, Partition[] parents) {
            this.index = index;
            this.parents = parents;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public int hashCode() {
            return index;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    /** Which blocks a shard needs. */
    private static final class Selection extends NarrowDependency<ImageBlock> implements Serializable {
        private static final long serialVersionUID = 1;

        private final int[][] ofShard;

        Selection(RDD<ImageBlock> blocks, int[][] ofShard) {
            super(blocks);
            this.ofShard = ofShard;
        }

        @Override
        public Seq<Object> getParents(int shard) {
            List<Object> numbers = new ArrayList<>();
            for (int block : ofShard[shard]) {
                numbers.add(block);
            }
            return seq(numbers);
        }
    }
}
