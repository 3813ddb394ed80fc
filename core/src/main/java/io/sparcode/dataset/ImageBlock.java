package io.sparcode.dataset;

import io.sparcode.image.RecordBatch;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A run of records held compactly: images [record, height, width, channels] as bytes or little-endian 32-bit floats, or
 * vectors as such floats [record, size]. It is what Spark caches and what a training step reads a minibatch from.
 */
public final class ImageBlock implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] data;
    private final int records;
    private final int planes;
    private final int planeSize;
    private final Kind kind;
    private final ImageBlock target;

    private enum Kind {
        BYTE_IMAGES,
        FLOAT_IMAGES,
        VECTORS
    }

    private ImageBlock(byte[] data, int records, int planes, int planeSize, Kind kind, ImageBlock target) {
        int valueBytes = kind == Kind.BYTE_IMAGES ? 1 : Float.BYTES;
        if (data.length != (long) records * planes * planeSize * valueBytes) {
            throw new IllegalArgumentException("a block of " + records + " records of " + planes * planeSize
                    + " values of " + valueBytes + " bytes cannot have " + data.length + " bytes");
        }
        this.data = data;
        this.records = records;
        this.planes = planes;
        this.planeSize = planeSize;
        this.kind = kind;
        this.target = target;
    }

    /** Returns a block of images, {@code planes} bytes a pixel and {@code planeSize} pixels a record; not copied. */
    public static ImageBlock ofBytes(byte[] data, int records, int planes, int planeSize) {
        return new ImageBlock(data, records, planes, planeSize, Kind.BYTE_IMAGES, null);
    }

    /** As {@link #ofBytes}, with {@code planes} little-endian floats a pixel. */
    public static ImageBlock ofFloatImages(byte[] data, int records, int planes, int planeSize) {
        return new ImageBlock(data, records, planes, planeSize, Kind.FLOAT_IMAGES, null);
    }

    /** Returns a block of vectors of {@code size} little-endian floats each; not copied. */
    public static ImageBlock ofFloats(byte[] data, int records, int size) {
        return new ImageBlock(data, records, 1, size, Kind.VECTORS, null);
    }

    /** Returns this block with the records that the network shall give for these, as many of them. */
    public ImageBlock withTarget(ImageBlock newTarget) {
        if (newTarget.records != records) {
            throw new IllegalArgumentException(records + " records have " + newTarget.records + " targets");
        }
        return new ImageBlock(data, records, planes, planeSize, kind, newTarget);
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
        RecordBatch batch = switch (kind) {
            case BYTE_IMAGES -> RecordBatch.ofImages(capacity, planes, recordSize());
            case FLOAT_IMAGES -> RecordBatch.ofFloatImages(capacity, planes, recordSize());
            case VECTORS -> RecordBatch.ofVectors(capacity, recordSize());
        };
        if (target != null) {
            batch.setTarget(target.newBatch(capacity));
        }
        return batch;
    }

    /** Adds a record, and its target, to a batch that {@link #newBatch} of such a block has made. */
    public void addTo(RecordBatch batch, int record) {
        if (kind == Kind.VECTORS) {
            int size = recordSize();
            int offset = batch.add();
            ByteBuffer.wrap(data, record * size * Float.BYTES, size * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(batch.floats(), offset, size);
        } else {
            batch.addImage(data, record);
        }
        if (target != null) {
            target.addTo(batch.target(), record);
        }
    }
}
