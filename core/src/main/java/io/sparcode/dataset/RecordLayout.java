package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.image.UnreadableImageException;
import java.util.ArrayList;
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
    private static final String TARGET_SHAPE = "target_shape";
    private static final String TARGET_VALUES = "target_values";

    /** Where {@link #keyed} has the shape, which the values follow. */
    private static final int SHAPE_INDEX = 2;

    private static final int TARGET_SHAPE_INDEX = 4;

    private final String column;
    private final Optional<ImageShape> imageShape;
    /** Of images alone. */
    private final PixelValues pixelValues;

    private final int size;

    private RecordLayout(String column, Optional<ImageShape> imageShape, PixelValues pixelValues, int size) {
        this.column = column;
        this.imageShape = imageShape;
        this.pixelValues = pixelValues;
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
            return new RecordLayout(inputCol, Optional.of(shape), values(image, inputCol), shape.size());
        }
        Row vector = rows.select(floats(inputCol, type).as(VALUES))
                .where(col(VALUES).isNotNull())
                .takeAsList(1)
                .get(0);
        return new RecordLayout(
                inputCol, Optional.empty(), null, vector.getList(0).size());
    }

    private static PixelValues values(Row image, String inputCol) {
        try {
            return ImageMode.values(image.getAs("mode"));
        } catch (UnreadableImageException e) {
            throw new BadDataException("column " + inputCol + ": " + e.getMessage(), e);
        }
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
        return values;
    }

    int size() {
        return size;
    }

    /** Returns a record's bytes in a block. */
    int bytes() {
        return pixelValues == PixelValues.BYTES ? size : size * Float.BYTES;
    }

    Column key() {
        return col(KEY);
    }

    /** Returns the order within a block: the key's, and the content's where two keys collide. */
    Column[] order(Optional<RecordLayout> target) {
        return target.isPresent()
                ? new Column[] {col(KEY), col(NAME), col(VALUES), col(TARGET_VALUES)}
                : new Column[] {col(KEY), col(NAME), col(VALUES)};
    }

    /** Returns the frame as (key, name, shape, values), with a target (…, target shape, target values). */
    Dataset<Row> keyed(Dataset<Row> rows, Optional<RecordLayout> target) {
        boolean hasId = List.of(rows.columns()).contains(ImageRows.ID);
        Column name = hasId ? col(ImageRows.ID).cast(DataTypes.StringType) : anonymous();
        List<Column> parts = new ArrayList<>(
                List.of(name.as(NAME), shape().as(SHAPE), values(rows).as(VALUES)));
        List<Column> all = new ArrayList<>(List.of(col(KEY), col(NAME), col(SHAPE), col(VALUES)));
        if (target.isPresent()) {
            parts.add(target.get().shape().as(TARGET_SHAPE));
            parts.add(target.get().values(rows).as(TARGET_VALUES));
            all.add(col(TARGET_SHAPE));
            all.add(col(TARGET_VALUES));
        }
        Column key;
        if (hasId) {
            key = xxhash64(col(NAME));
        } else {
            key = imageShape.isPresent() ? xxhash64(col(NAME), col(VALUES)) : xxhash64(col(VALUES));
        }
        return rows.select(parts.toArray(Column[]::new)).withColumn(KEY, key).select(all.toArray(Column[]::new));
    }

    private Column anonymous() {
        return imageShape.isPresent() ? col(column + ".origin") : lit(null).cast(DataTypes.StringType);
    }

    private Column shape() {
        return imageShape.isPresent()
                ? concat(
                        expr("concat(`%s`.height, 'x', `%s`.width, 'x', `%s`.nChannels)".replace("%s", column)),
                        ImageMode.words(col("`" + column + "`.mode")))
                : lit("");
    }

    private Column values(Dataset<Row> rows) {
        return imageShape.isPresent()
                ? col(column + ".data")
                : floats(column, rows.schema().apply(column).dataType());
    }

    /** Returns the function that packs a partition of {@link #keyed} rows into one block. */
    FlatMapFunction<Iterator<Row>, ImageBlock> packing(Optional<RecordLayout> target) {
        BlockPacking own = packing(SHAPE_INDEX);
        BlockPacking ofTarget =
                target.map(layout -> layout.packing(TARGET_SHAPE_INDEX)).orElse(null);
        return rows -> List.of(BlockPacking.pack(rows, own, ofTarget)).iterator();
    }

    private BlockPacking packing(int at) {
        return imageShape
                .map(is -> BlockPacking.ofImages(is + ImageMode.words(pixelValues), is, pixelValues, at))
                .orElseGet(() -> BlockPacking.ofVectors(size, at));
    }
}
