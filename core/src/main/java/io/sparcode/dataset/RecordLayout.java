package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparcode.image.ImageShape;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How an input column's records lie in a block: found from the first record, and then held against every other. */
final class RecordLayout {
    private static final String KEY = "key";
    private static final String NAME = "name";
    private static final String SHAPE = "shape";
    private static final String VALUES = "values";

    private final Optional<ImageShape> imageShape;
    private final int size;

    private RecordLayout(Optional<ImageShape> imageShape, int size) {
        this.imageShape = imageShape;
        this.size = size;
    }

    static RecordLayout of(Dataset<Row> rows, String inputCol) {
        DataType type = rows.schema().apply(inputCol).dataType();
        List<Row> first =
                rows.select(col(inputCol)).where(col(inputCol).isNotNull()).takeAsList(1);
        if (first.isEmpty()) {
            throw new BadDataException("column " + inputCol + " has no records");
        }
        if (type instanceof StructType) {
            Row image = first.get(0).getStruct(0);
            ImageShape shape = new ImageShape(
                    image.<Integer>getAs("height"), image.<Integer>getAs("width"), image.<Integer>getAs("nChannels"));
            return new RecordLayout(Optional.of(shape), shape.size());
        }
        Row vector = rows.select(floats(inputCol, type))
                .where(col(VALUES).isNotNull())
                .takeAsList(1)
                .get(0);
        return new RecordLayout(Optional.empty(), vector.getList(0).size());
    }

    private static Column floats(String inputCol, DataType type) {
        Column values;
        if (type.equals(SQLDataTypes.VectorType())) {
            values = functions.vector_to_array(col(inputCol), "float32");
        } else if (type instanceof ArrayType) {
            values = col(inputCol).cast(DataTypes.createArrayType(DataTypes.FloatType));
        } else {
            throw new BadDataException("column " + inputCol + " is of type " + type.catalogString()
                    + "; an image struct, a vector or an array of numbers is needed");
        }
        return values.as(VALUES);
    }

    Optional<ImageShape> imageShape() {
        return imageShape;
    }

    int size() {
        return size;
    }

    /** Returns a record's bytes in a block. */
    int bytes() {
        return imageShape.isPresent() ? size : size * Float.BYTES;
    }

    Column key() {
        return col(KEY);
    }

    /** Returns the order within a block: the key's, and the content's where two keys collide. */
    Column[] order() {
        return new Column[] {col(KEY), col(NAME), col(VALUES)};
    }

    /** Returns the frame as (key, name, shape, values). */
    Dataset<Row> keyed(Dataset<Row> rows, String inputCol) {
        boolean hasId = List.of(rows.columns()).contains(ImageRows.ID);
        Column id = hasId ? col(ImageRows.ID).cast(DataTypes.StringType) : null;
        if (imageShape.isPresent()) {
            Column name = hasId ? id : col(inputCol + ".origin");
            Column shape = expr("concat(`%s`.height, 'x', `%s`.width, 'x', `%s`.nChannels)".replace("%s", inputCol));
            Column data = col(inputCol + ".data");
            Column key = hasId ? xxhash64(id) : xxhash64(name, data);
            return rows.select(key.as(KEY), name.as(NAME), shape.as(SHAPE), data.as(VALUES));
        }
        Column values = floats(inputCol, rows.schema().apply(inputCol).dataType());
        Column name = hasId ? id : lit(null).cast(DataTypes.StringType);
        return rows.select(name.as(NAME), values)
                .withColumn(KEY, xxhash64(col(hasId ? NAME : VALUES)))
                .select(col(KEY), col(NAME), lit("").as(SHAPE), col(VALUES));
    }

    /** Returns the function that packs a partition of {@link #keyed} rows into one block. */
    FlatMapFunction<Iterator<Row>, ImageBlock> packing() {
        int expected = size;
        if (imageShape.isEmpty()) {
            return rows -> List.of(packVectors(rows, expected)).iterator();
        }
        ImageShape shape = imageShape.get();
        int planes = shape.channels();
        int planeSize = shape.height() * shape.width();
        String expectedShape = shape.toString();
        return rows ->
                List.of(packImages(rows, expectedShape, planes, planeSize)).iterator();
    }

    private static ImageBlock packImages(Iterator<Row> rows, String shape, int planes, int planeSize) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int records = 0;
        for (; rows.hasNext(); records++) {
            Row row = rows.next();
            String found = row.getString(2);
            if (!shape.equals(found)) {
                throw new BadDataException("record " + row.getString(1) + " has shape " + found + ", others have "
                        + shape + "; all must have one shape");
            }
            byte[] pixels = row.getAs(3);
            if (pixels == null || pixels.length != planes * planeSize) {
                throw new BadDataException("record " + row.getString(1) + " has "
                        + (pixels == null ? "no" : pixels.length) + " bytes, its shape " + shape + " needs "
                        + planes * planeSize);
            }
            data.writeBytes(pixels);
        }
        return ImageBlock.ofBytes(data.toByteArray(), records, planes, planeSize);
    }

    private static ImageBlock packVectors(Iterator<Row> rows, int size) {
        FloatBytes data = new FloatBytes();
        int records = 0;
        for (; rows.hasNext(); records++) {
            Row row = rows.next();
            List<Float> values = row.isNullAt(3) ? null : row.getList(3);
            if (values == null || values.size() != size) {
                throw new BadDataException("record " + row.getString(1) + " has "
                        + (values == null ? "no" : values.size()) + " values, others have " + size);
            }
            for (Float value : values) {
                if (value == null) {
                    throw new BadDataException("record " + row.getString(1) + " has a null among its values");
                }
                data.add(value);
            }
        }
        return ImageBlock.ofFloats(data.toByteArray(), records, size);
    }

    /** Floats gathered as little-endian bytes. */
    private static final class FloatBytes {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(float value) {
            int bits = Float.floatToRawIntBits(value);
            bytes.write(bits);
            bytes.write(bits >> 8);
            bytes.write(bits >> 16);
            bytes.write(bits >> 24);
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }
}
