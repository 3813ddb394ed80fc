package io.sparcode.image;

/**
 * Records side by side, as they are handed to a network: images as bytes [record, height, width, channels], each of which
 * stands for its value / 255, or vectors as floats [record, size]. Its memory is used again for the next batch.
 */
public final class RecordBatch {
    private static final float[] UNIT = new float[256];

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
        if (target != this) {
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

    /** Returns what the network shall give for these records: these themselves unless it was set. */
    public RecordBatch target() {
        return target;
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
