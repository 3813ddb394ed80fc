package io.sparcode.dataset;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A run of records held compactly: images as bytes [record, height, width, channels], or vectors as little-endian
 * 32-bit floats [record, size]. It is what Spark caches and what a training step reads a minibatch from.
 */
public final class ImageBlock implements Serializable {
    private static final long serialVersionUID = 1;
    private static final float[] UNIT = new float[256];

    static {
        for (int i = 0; i < UNIT.length; i++) {
            UNIT[i] = i / 255f;
        }
    }

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

    /**
     * Writes a record's values at {@code offset} of {@code into}: bytes as [0, 1], plane by plane, as the network takes
     * them; floats as they are.
     */
    public void read(int record, float[] into, int offset) {
        int size = recordSize();
        if (!bytes) {
            ByteBuffer.wrap(data, record * size * Float.BYTES, size * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(into, offset, size);
            return;
        }
        int start = record * size;
        for (int plane = 0; plane < planes; plane++) {
            int target = offset + plane * planeSize;
            for (int pixel = 0, source = start + plane; pixel < planeSize; pixel++, source += planes) {
                into[target + pixel] = UNIT[data[source] & 0xff];
            }
        }
    }
}
