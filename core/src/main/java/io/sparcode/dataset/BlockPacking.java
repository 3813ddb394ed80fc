package io.sparcode.dataset;

import io.sparcode.image.FloatBytes;
import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * How a partition of {@link RecordLayout#keyed} rows becomes a block.
 *
 * @param kind of every image, its shape and its values, as the rows write it; empty for vectors
 * @param valueBytes bytes of a value
 * @param planes of an image, 1 for a vector
 * @param planeSize values in a plane
 * @param at the index of the kind's column, which the values' column follows
 */
record BlockPacking(String kind, int valueBytes, int planes, int planeSize, int at) implements Serializable {
    private static final int NAME = 1;

    static BlockPacking ofImages(String kind, ImageShape shape, PixelValues values, int at) {
        return new BlockPacking(
                kind,
                ImageMode.of(values, shape.channels()).bytesOfValue(),
                shape.channels(),
                shape.height() * shape.width(),
                at);
    }

    static BlockPacking ofVectors(int size, int at) {
        return new BlockPacking("", Float.BYTES, 1, size, at);
    }

    /** Packs the rows, with their targets unless {@code target} is null. */
    static ImageBlock pack(Iterator<Row> rows, BlockPacking own, BlockPacking target) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteArrayOutputStream targetData = new ByteArrayOutputStream();
        int records = 0;
        for (; rows.hasNext(); records++) {
            Row row = rows.next();
            own.add(row, data);
            if (target != null) {
                target.add(row, targetData);
            }
        }
        ImageBlock block = own.block(data, records);
        return target == null ? block : block.withTarget(target.block(targetData, records));
    }

    private boolean isImages() {
        return !kind.isEmpty();
    }

    private ImageBlock block(ByteArrayOutputStream data, int records) {
        if (!isImages()) {
            return ImageBlock.ofFloats(data.toByteArray(), records, planeSize);
        }
        return valueBytes == 1
                ? ImageBlock.ofBytes(data.toByteArray(), records, planes, planeSize)
                : ImageBlock.ofFloatImages(data.toByteArray(), records, planes, planeSize);
    }

    private void add(Row row, ByteArrayOutputStream data) {
        if (isImages()) {
            addImage(row, data);
        } else {
            addVector(row, data);
        }
    }

    private void addImage(Row row, ByteArrayOutputStream data) {
        String found = row.getString(at);
        if (!kind.equals(found)) {
            throw new BadDataException("record " + row.getString(NAME) + " has shape " + found + ", others have " + kind
                    + "; all must have one shape");
        }
        byte[] pixels = row.getAs(at + 1);
        int bytes = planes * planeSize * valueBytes;
        if (pixels == null || pixels.length != bytes) {
            throw new BadDataException("record " + row.getString(NAME) + " has "
                    + (pixels == null ? "no" : pixels.length) + " bytes, its shape " + kind + " needs " + bytes);
        }
        int wrong = valueBytes == 1 ? -1 : FloatBytes.firstNotFinite(pixels);
        if (wrong >= 0) {
            throw new BadDataException("record " + row.getString(NAME) + " has " + FloatBytes.get(pixels, wrong)
                    + " as value " + wrong + "; all must be finite");
        }
        data.writeBytes(pixels);
    }

    private void addVector(Row row, ByteArrayOutputStream data) {
        List<Float> values = row.isNullAt(at + 1) ? null : row.getList(at + 1);
        if (values == null || values.size() != planeSize) {
            throw new BadDataException("record " + row.getString(NAME) + " has "
                    + (values == null ? "no" : values.size()) + " values, others have " + planeSize);
        }
        for (Float value : values) {
            if (value == null) {
                throw new BadDataException("record " + row.getString(NAME) + " has a null among its values");
            }
            int bits = Float.floatToRawIntBits(value);
            // Little-endian.
            data.write(bits);
            data.write(bits >> 8);
            data.write(bits >> 16);
            data.write(bits >> 24);
        }
    }
}
