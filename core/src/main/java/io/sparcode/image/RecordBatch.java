package io.sparcode.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Records side by side, as they are handed to a network: images as bytes [record, height, width, channels], each of which
 * stands for its value / 255; images as floats, plane by plane [record, channels, height, width]; or vectors as floats
 * [record, size]. Its memory is used again for the next batch.
 *
 * <p>An image of floats that are all the values of bytes is the same record as the image of those bytes: it has the same
 * hash, and networks compute the same of it, bit for bit.
 */
public final class RecordBatch {
    private static final int WHITE = 255;
    private static final float[] UNIT = new float[WHITE + 1];
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        for (int i = 0; i < UNIT.length; i++) {
            UNIT[i] = i / (float) WHITE;
        }
    }

    private final int capacity;
    private final int channels;
    private final int size;
    private final boolean images;
    private final byte[] bytes;
    private final float[] floats;
    private int records;
    private RecordBatch target = this;
    /** Of an image of floats, for {@link #hash}. */
    private byte[] asBytes;

    private RecordBatch(int capacity, int channels, int size, boolean images, byte[] bytes, float[] floats) {
        this.capacity = capacity;
        this.channels = channels;
        this.size = size;
        this.images = images;
        this.bytes = bytes;
        this.floats = floats;
    }

    /** Returns an empty batch for up to {@code capacity} images of {@code channels} planes and {@code size} bytes. */
    public static RecordBatch ofImages(int capacity, int channels, int size) {
        return new RecordBatch(capacity, channels, size, true, new byte[Math.multiplyExact(capacity, size)], null);
    }

    /** Returns an empty batch for up to {@code capacity} images of {@code channels} planes and {@code size} floats. */
    public static RecordBatch ofFloatImages(int capacity, int channels, int size) {
        return new RecordBatch(capacity, channels, size, true, null, new float[Math.multiplyExact(capacity, size)]);
    }

    /** Returns an empty batch for up to {@code capacity} images like one. */
    public static RecordBatch like(Image image, int capacity) {
        ImageShape shape = image.shape();
        return image.values() == PixelValues.BYTES
                ? ofImages(capacity, shape.channels(), shape.size())
                : ofFloatImages(capacity, shape.channels(), shape.size());
    }

    /** Returns an empty batch for up to {@code capacity} vectors of {@code size} floats. */
    public static RecordBatch ofVectors(int capacity, int size) {
        return new RecordBatch(capacity, 1, size, false, null, new float[Math.multiplyExact(capacity, size)]);
    }

    /** Returns whether the records are images of bytes; else they are floats. */
    public boolean holdsBytes() {
        return bytes != null;
    }

    /** Returns whether the records are images of floats. */
    public boolean holdsFloatImages() {
        return images && bytes == null;
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

    /** Adds an image's record. */
    public void add(Image image) {
        addImage(image.values() == PixelValues.BYTES ? image.pixels() : FloatBytes.of(image.floats()), 0);
    }

    /**
     * Adds an image's record.
     *
     * @param data of images, one after the other, as Spark's image schema has it: pixel by pixel, as bytes or as
     *     little-endian floats, whichever the batch is of
     * @param number the image's place in it
     */
    public void addImage(byte[] data, int number) {
        int offset = add();
        if (bytes != null) {
            System.arraycopy(data, number * size, bytes, offset, size);
        } else {
            FloatBytes.readPlanes(data, number * size, channels, size, floats, offset);
        }
    }

    /** Returns the memory of images of bytes, not a copy; null for floats. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the memory of floats, not a copy; null for images of bytes. */
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

    /** Returns 64 bits that are the same for the same values, wherever the record lies. */
    public long hash(int record) {
        int start = record * size;
        if (bytes != null) {
            return hash(bytes, start, size);
        }
        if (images && readBytes(start)) {
            return hash(asBytes, 0, size);
        }
        long hash = size;
        for (int i = start; i < start + size; i++) {
            hash = mixed(hash, Float.floatToRawIntBits(floats[i]));
        }
        return hash;
    }

    private static long hash(byte[] bytes, int start, int size) {
        long hash = size;
        int end = start + size;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            hash = mixed(hash, (long) LONGS.get(bytes, i));
        }
        for (; i < end; i++) {
            hash = mixed(hash, bytes[i]);
        }
        return hash;
    }

    /** Writes an image's floats as bytes, pixel by pixel, and returns whether each is exactly the value of one. */
    private boolean readBytes(int start) {
        if (asBytes == null) {
            asBytes = new byte[size];
        }
        int planeSize = size / channels;
        for (int channel = 0, i = start; channel < channels; channel++) {
            for (int pixel = 0; pixel < planeSize; pixel++, i++) {
                int nearest = nearestByte(floats[i]);
                if (UNIT[nearest] != floats[i]) {
                    return false;
                }
                asBytes[pixel * channels + channel] = (byte) nearest;
            }
        }
        return true;
    }

    private static int nearestByte(float value) {
        return Math.max(0, Math.min(WHITE, (int) (WHITE * value + 0.5f)));
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
            some = bytes != null
                    ? ofImages(capacity, channels, size)
                    : images ? ofFloatImages(capacity, channels, size) : ofVectors(capacity, size);
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
     * by plane; floats as they are.
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

    /**
     * Writes some records of images of floats as {@link #read} does, but for floats that are the values of bytes: those as
     * oneDNN converts bytes, by a multiplication, whose result may be one unit in the last place off the quotient.
     *
     * @param first the first of {@code count} records
     * @param row memory for a record, [size]
     */
    public void writeFloatImages(int first, int count, FloatBuffer into, float[] row) {
        for (int record = 0; record < count; record++) {
            int start = (first + record) * size;
            for (int i = 0; i < size; i++) {
                float value = floats[start + i];
                int nearest = nearestByte(value);
                row[i] = UNIT[nearest] == value ? nearest * (1f / WHITE) : value;
            }
            into.put(record * size, row, 0, size);
        }
    }
}
