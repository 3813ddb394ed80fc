package io.sparcode.training;

import io.sparcode.dataset.ImageBlock;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Goes through the records of blocks, block after block, each in an order of its own; reads no block too early. */
final class BlockRecords {
    /** Says in which order a block's records are visited. */
    @FunctionalInterface
    interface Order {
        /** Returns every record's place once, from the number of blocks before this one and the block. */
        int[] of(int blocksBefore, ImageBlock block);
    }

    private final Iterator<ImageBlock> blocks;
    private final Order orders;
    private int left;
    private int blocksRead;
    private ImageBlock newest;
    private int[] order = new int[0];
    private int next;
    private ImageBlock block;
    private int place;

    /**
     * Begins before the first record.
     *
     * @param skipped records, in their order, that are passed over
     * @param records how many are visited; fewer if there are no more
     */
    BlockRecords(Iterator<ImageBlock> blocks, Order orders, int skipped, int records) {
        this.blocks = blocks;
        this.orders = orders;
        this.next = skipped;
        this.left = records;
    }

    boolean hasNext() {
        if (left == 0) {
            return false;
        }
        while (next >= order.length) {
            if (!blocks.hasNext()) {
                return false;
            }
            next -= order.length;
            newest = blocks.next();
            order = orders.of(blocksRead++, newest);
        }
        return true;
    }

    /** Goes to the next record. */
    void next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        block = newest;
        place = order[next++];
        left--;
    }

    /** Returns the block that the record is in. */
    ImageBlock block() {
        return block;
    }

    /** Returns the record's place in its block. */
    int place() {
        return place;
    }
}
