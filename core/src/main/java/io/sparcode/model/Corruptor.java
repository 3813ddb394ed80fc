package io.sparcode.model;

import io.sparcode.image.RecordBatch;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Corrupts records of one shape. What becomes of a record follows from the seed, the pass and the record's own values: not
 * from where it lies among others, so that shards, batches and partitions do not matter. Two equal records are corrupted
 * alike in the same pass.
 *
 * @param corruptions in the order in which they are applied; may be empty
 * @param shape of a record
 */
public record Corruptor(List<Corruption> corruptions, TensorShape shape) implements Serializable {
    /** Leaves every record as it is. */
    public static final Corruptor NONE = new Corruptor(List.of(), TensorShape.vector(1));

    /** The pass of records that are encoded; those of training are its epochs, from 1 on. */
    public static final int ENCODING = 0;

    /** Checks that the corruptions fit the shape. */
    public Corruptor {
        corruptions = List.copyOf(corruptions);
        for (int i = 0; i < corruptions.size(); i++) {
            try {
                corruptions.get(i).requireFits(shape);
            } catch (ArchitectureException e) {
                throw new ArchitectureException(
                        "corruptions[" + i + "] (" + corruptions.get(i).kind() + "): " + e.getMessage(), e);
            }
        }
    }

    /** Returns whether it leaves every record as it is. */
    public boolean isNone() {
        return corruptions.isEmpty();
    }

    /**
     * Returns batches with their records corrupted, whose target is that of the clean ones. All are in the same memory:
     * each is valid until the next is asked for.
     */
    public Iterator<RecordBatch> corrupted(Iterator<RecordBatch> clean, long seed, int pass) {
        if (isNone()) {
            return clean;
        }
        Copy copy = new Copy(seed, pass);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return clean.hasNext();
            }

            @Override
            public RecordBatch next() {
                return copy.of(clean.next());
            }
        };
    }

    /** Corrupted copies of batches, each in the same memory; for one thread. */
    public final class Copy {
        private final long passSeed;
        private RecordBatch memory;

        /** Prepares for a pass over records. */
        public Copy(long seed, int pass) {
            passSeed = mixed(mixed(seed) ^ pass);
        }

        /** Returns a batch's records, corrupted; valid until the next call. Its target is the clean batch's. */
        public RecordBatch of(RecordBatch clean) {
            if (memory == null || memory.capacity() != clean.capacity()) {
                memory = RecordBatch.ofVectors(clean.capacity(), shape.size());
            }
            // Else the target would be cleared too, which is the clean batch's own.
            memory.setTarget(memory);
            memory.clear();
            for (int record = 0; record < clean.records(); record++) {
                int offset = memory.add();
                clean.read(record, memory.floats(), offset);
                SplittableRandom random = new SplittableRandom(mixed(passSeed ^ clean.hash(record)));
                for (Corruption corruption : corruptions) {
                    corruption.apply(memory.floats(), offset, shape, random);
                }
            }
            memory.setTarget(clean.target());
            return memory;
        }
    }

    private static long mixed(long value) {
        return new SplittableRandom(value).nextLong();
    }
}
