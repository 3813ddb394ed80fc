package io.sparcode.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Records side by side, as they are handed to a network: images as bytes [record, height, width, channels], each of which
 * stands for its value / 255, or vectors as floats [record, size]. Its memory is used again for the next batch.
 */
public final class RecordBatch {
    private static final float[] UNIT = new float[256];
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        for (int i = 0; i < UNIT.length; i++) {
            UNIT[i] = i / 255f;
        }
    }

    private final int capacity;
    private final int channels;
    private final int size;
    private final byte[] bytes;
    private final float[] floats;
    private int records;
    private RecordBatch target = this;

    private RecordBatch(int capacity, int channels, int size, byte[] bytes, float[] floats) {
        this.capacity = capacity;
        this.channels = channels;
        this.size = size;
        this.bytes = bytes;
        this.floats = floats;
    }

    /** Returns an empty batch for up to {@code capacity} images of {@code channels} planes and {@code size} bytes. */
    public static RecordBatch ofImages(int capacity, int channels, int size) {
        return new RecordBatch(capacity, channels, size, new byte[Math.multiplyExact(capacity, size)], null);
    }

    /** Returns an empty batch for up to {@code capacity} vectors of {@code size} floats. */
    public static RecordBatch ofVectors(int capacity, int size) {
        return new RecordBatch(capacity, 1, size, null, new float[Math.multiplyExact(capacity, size)]);
    }

    /** Returns whether the records are images; else they are vectors. */
    public boolean isImages() {
        return bytes != null;
    }

    /** Returns the number of values in a record. */
    public int size() {
        return size;
    }

    /** Returns the number of planes of an image, 1 for vectors. */
    public int channels() {
        return channels;
    }

    /** Returns the most records there can be. */
    public int capacity() {
        return capacity;
    }

    /** Returns the number of records. */
    public int records() {
        return records;
    }

    /** Removes all records, those of the target too. */
    public void clear() {
        records = 0;
        if (target != null && target != this) {
            target.clear();
        }
    }

    /** Adds a record and returns where in {@link #bytes()} or {@link #floats()} it is to be written. */
    public int add() {
        if (records == capacity) {
            throw new IllegalStateException("a batch of " + capacity + " records is full");
        }
        return records++ * size;
    }

    /** Returns the images' memory, not a copy; null for vectors. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the vectors' memory, not a copy; null for images. */
    public float[] floats() {
        return floats;
    }

    /** Sets the records that the network shall give for these. */
    public void setTarget(RecordBatch newTarget) {
        target = newTarget;
    }

    /** Says that nothing is known of what the network shall give for these records, so that there are no errors. */
    public void removeTarget() {
        target = null;
    }

    /** Returns what the network shall give for these records: themselves unless it was set; null if it was removed. */
    public RecordBatch target() {
        return target;
    }

    /** Returns 64 bits that are the same for the same bytes or floats, wherever the record lies. */
    public long hash(int record) {
        int start = record * size;
        long hash = size;
        int end = start + size;
        int i = start;
        if (floats != null) {
            for (; i < end; i++) {
                hash = mixed(hash, Float.floatToRawIntBits(floats[i]));
            }
            return hash;
        }
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            hash = mixed(hash, (long) LONGS.get(bytes, i));
        }
        for (; i < end; i++) {
            hash = mixed(hash, bytes[i]);
        }
        return hash;
    }

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * 0x9e3779b97f4a7c15L;
        return product ^ product >>> 32;
    }

    /**
     * Returns a batch like this one that holds some of its records, any of them several times, and their targets.
     *
     * @param which the records, in order
     * @param count how many of {@code which} there are, at most the capacity
     * @param reused what an earlier call has returned for this batch, whose memory is used again; or null
     */
    public RecordBatch gathered(int[] which, int count, RecordBatch reused) {
        RecordBatch some = reused;
        if (some == null) {
            some = floats == null ? ofImages(capacity, channels, size) : ofVectors(capacity, size);
        }
        some.records = count;
        for (int i = 0; i < count; i++) {
            if (floats == null) {
                System.arraycopy(bytes, which[i] * size, some.bytes, i * size, size);
            } else {
                System.arraycopy(floats, which[i] * size, some.floats, i * size, size);
            }
        }
        if (target != this && target != null) {
            some.target = target.gathered(which, count, some.target == some ? null : some.target);
        }
        return some;
    }

    /**
     * Writes a record's values at {@code offset} of {@code into}, as networks take them: an image's bytes as [0, 1], plane
     * by plane; a vector's floats as they are.
     */
    public void read(int record, float[] into, int offset) {
        int start = record * size;
        if (floats != null) {
            System.arraycopy(floats, start, into, offset, size);
            return;
        }
        int planeSize = size / channels;
        for (int channel = 0; channel < channels; channel++) {
            int plane = offset + channel * planeSize;
            for (int pixel = 0, source = start + channel; pixel < planeSize; pixel++, source += channels) {
                into[plane + pixel] = UNIT[bytes[source] & 0xff];
            }
        }
    }
}
