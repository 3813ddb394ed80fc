package io.sparcode.dataset;

import io.sparcode.image.RecordBatch;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A run of records held compactly: images as bytes [record, height, width, channels], or vectors as little-endian
 * 32-bit floats [record, size]. It is what Spark caches and what a training step reads a minibatch from.
 */
public final class ImageBlock implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] data;
    private final int records;
    private final int planes;
    private final int planeSize;
    private final boolean bytes;
    private final ImageBlock target;

    private ImageBlock(byte[] data, int records, int planes, int planeSize, boolean bytes, ImageBlock target) {
        int valueBytes = bytes ? 1 : Float.BYTES;
        if (data.length != (long) records * planes * planeSize * valueBytes) {
            throw new IllegalArgumentException("a block of " + records + " records of " + planes * planeSize
                    + " values of " + valueBytes + " bytes cannot have " + data.length + " bytes");
        }
        this.data = data;
        this.records = records;
        this.planes = planes;
        this.planeSize = planeSize;
        this.bytes = bytes;
        this.target = target;
    }

    /** Returns a block of images, {@code planes} bytes a pixel and {@code planeSize} pixels a record; not copied. */
    public static ImageBlock ofBytes(byte[] data, int records, int planes, int planeSize) {
        return new ImageBlock(data, records, planes, planeSize, true, null);
    }

    /** Returns a block of vectors of {@code size} little-endian floats each; not copied. */
    public static ImageBlock ofFloats(byte[] data, int records, int size) {
        return new ImageBlock(data, records, 1, size, false, null);
    }

    /** Returns this block with the records that the network shall give for these, as many of them. */
    public ImageBlock withTarget(ImageBlock newTarget) {
        if (newTarget.records != records) {
            throw new IllegalArgumentException(records + " records have " + newTarget.records + " targets");
        }
        return new ImageBlock(data, records, planes, planeSize, bytes, newTarget);
    }

    /** Returns what the network shall give for these records: the records themselves unless there are targets. */
    public ImageBlock target() {
        return target == null ? this : target;
    }

    /** Returns the number of records. */
    public int records() {
        return records;
    }

    /** Returns the number of values in a record. */
    public int recordSize() {
        return planes * planeSize;
    }

    /** Writes a record's values at {@code offset} of {@code into}, as {@link RecordBatch#read} does. */
    public void read(int record, float[] into, int offset) {
        RecordBatch one = newBatch(1);
        addTo(one, record);
        one.read(0, into, offset);
    }

    /** Returns an empty batch for up to {@code capacity} of these records and their targets. */
    public RecordBatch newBatch(int capacity) {
        RecordBatch batch = bytes
                ? RecordBatch.ofImages(capacity, planes, recordSize())
                : RecordBatch.ofVectors(capacity, recordSize());
        if (target != null) {
            batch.setTarget(target.newBatch(capacity));
        }
        return batch;
    }

    /** Adds a record, and its target, to a batch that {@link #newBatch} of such a block has made. */
    public void addTo(RecordBatch batch, int record) {
        int size = recordSize();
        int offset = batch.add();
        if (bytes) {
            System.arraycopy(data, record * size, batch.bytes(), offset, size);
        } else {
            ByteBuffer.wrap(data, record * size * Float.BYTES, size * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(batch.floats(), offset, size);
        }
        if (target != null) {
            target.addTo(batch.target(), record);
        }
    }
}
