package io.sparcode.scoring;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageMode;
import io.sparcode.image.FloatBytes;
import io.sparcode.image.PixelValues;
import io.sparcode.image.RecordBatch;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.model.TensorShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The column that a network's input, or its target, is read from: images in Spark's schema, Spark ML vectors, or arrays of numbers.
 * Serializable, so that a task can close over it.
 */
public final class InputColumn implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String ID = "id";

    private enum Kind {
        IMAGE,
        VECTOR,
        ARRAY
    }

    private enum Role {
        INPUT("the model takes "),
        TARGET("the model gives ");

        private final String needs;

        Role(String needs) {
            this.needs = needs;
        }

        String column() {
            return name().toLowerCase(Locale.ROOT) + " column ";
        }
    }

    private final Role role;
    private final String name;
    private final Kind kind;
    private final int index;
    private final int idIndex;
    /** Null unless the column is of images. */
    private final ImageFields imageFields;

    /** Where an image has its fields: looked up once, not for every row. */
    private record ImageFields(int height, int width, int channels, int mode, int data, int origin)
            implements Serializable {
        static ImageFields of(StructType image) {
            return new ImageFields(
                    image.fieldIndex("height"),
                    image.fieldIndex("width"),
                    image.fieldIndex("nChannels"),
                    image.fieldIndex("mode"),
                    image.fieldIndex("data"),
                    image.fieldIndex("origin"));
        }
    }

    private InputColumn(Role role, String name, Kind kind, int index, int idIndex, ImageFields imageFields) {
        this.role = role;
        this.name = name;
        this.kind = kind;
        this.index = index;
        this.idIndex = idIndex;
        this.imageFields = imageFields;
    }

    /**
     * Finds the input's column in a schema.
     *
     * @throws IllegalArgumentException if there is no such column, or it is of another type
     */
    public static InputColumn of(StructType schema, String name) {
        return of(Role.INPUT, schema, name);
    }

    /**
     * Finds the target's column in a schema.
     *
     * @throws IllegalArgumentException if there is no such column, or it is of another type
     */
    public static InputColumn ofTarget(StructType schema, String name) {
        return of(Role.TARGET, schema, name);
    }

    private static InputColumn of(Role role, StructType schema, String name) {
        List<String> columns = Arrays.asList(schema.fieldNames());
        if (!columns.contains(name)) {
            throw new IllegalArgumentException("there is no " + role.column() + name + "; columns are " + columns);
        }
        DataType type = schema.apply(name).dataType();
        Kind kind = kind(role, name, type);
        return new InputColumn(
                role,
                name,
                kind,
                schema.fieldIndex(name),
                columns.indexOf(ID),
                kind == Kind.IMAGE ? ImageFields.of((StructType) type) : null);
    }

    private static Kind kind(Role role, String name, DataType type) {
        if (holdsImages(type)) {
            return Kind.IMAGE;
        }
        if (type.equals(SQLDataTypes.VectorType())) {
            return Kind.VECTOR;
        }
        if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return Kind.ARRAY;
        }
        throw new IllegalArgumentException(role.column() + name + " is of type " + type.catalogString()
                + "; an image (Spark's image schema), a Spark ML vector or an array of numbers is needed");
    }

    /** Returns whether a column's type is Spark's image schema, whichever of its fields may be null. */
    public static boolean holdsImages(DataType type) {
        if (!(type instanceof StructType struct)) {
            return false;
        }
        List<String> present = Arrays.asList(struct.fieldNames());
        for (StructField field : ImageSchema.columnSchema().fields()) {
            if (!present.contains(field.name())
                    || !struct.apply(field.name()).dataType().equals(field.dataType())) {
                return false;
            }
        }
        return true;
    }

    /** Returns the column's name. */
    public String name() {
        return name;
    }

    /** Returns whether its records are images. */
    public boolean isImage() {
        return kind == Kind.IMAGE;
    }

    /** Returns whether a row's record is an image of bytes, whose values are within [0, 1] whatever they are. */
    public boolean holdsBytes(Row row) {
        return kind == Kind.IMAGE && pixelValues(row) == PixelValues.BYTES;
    }

    /**
     * Returns whether a row's image is of bytes or of floats; bytes where it is a vector.
     *
     * @throws BadDataException if it is null, or of neither
     */
    public PixelValues pixelValues(Row row) {
        if (kind != Kind.IMAGE) {
            return PixelValues.BYTES;
        }
        refuseNull(row);
        Row image = row.getStruct(index);
        try {
            return ImageMode.values(image.isNullAt(imageFields.mode()) ? null : image.getInt(imageFields.mode()));
        } catch (UnreadableImageException e) {
            // What its source could not decode has no mode either, and is refused for that.
            shape(row);
            throw new BadDataException(describe(row) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the shape of a row's record.
     *
     * @throws BadDataException if it is null, empty, or an image that its source could not decode
     */
    public TensorShape shape(Row row) {
        refuseNull(row);
        if (kind == Kind.IMAGE) {
            Row image = row.getStruct(index);
            int height = image.getInt(imageFields.height());
            int width = image.getInt(imageFields.width());
            int channels = image.getInt(imageFields.channels());
            if (channels < 1 || height < 1 || width < 1) {
                throw new BadDataException(describe(row) + " is an image of height " + height + ", width " + width
                        + " and " + channels + " channels, which its source could not decode");
            }
            return new TensorShape(channels, height, width);
        }
        int size = kind == Kind.VECTOR
                ? row.<Vector>getAs(index).size()
                : row.getList(index).size();
        if (size == 0) {
            throw new BadDataException(describe(row) + " has no values");
        }
        return TensorShape.vector(size);
    }

    /**
     * Returns a reader of rows whose records are of the given shape, as {@link RecordBatch} lays them out. It throws a
     * {@link BadDataException} that names the record if one is of another shape, is null, or has a value that is not
     * finite.
     *
     * @param shape of every record
     */
    public BatchReader<Row> reader(TensorShape shape) {
        int size = shape.size();
        return new BatchReader<>() {
            @Override
            public RecordBatch newBatch(Row first, int capacity) {
                if (kind != Kind.IMAGE) {
                    return RecordBatch.ofVectors(capacity, size);
                }
                return pixelValues(first) == PixelValues.BYTES
                        ? RecordBatch.ofImages(capacity, shape.channels(), size)
                        : RecordBatch.ofFloatImages(capacity, shape.channels(), size);
            }

            @Override
            public void add(Row row, RecordBatch batch) {
                if (kind == Kind.IMAGE) {
                    batch.addImage(image(row, shape, batch.holdsBytes() ? PixelValues.BYTES : PixelValues.FLOATS), 0);
                } else {
                    refuseNull(row);
                    readNumbers(row, shape, size, batch.floats(), batch.add());
                }
            }
        };
    }

    private byte[] image(Row row, TensorShape shape, PixelValues values) {
        TensorShape found = shape(row);
        if (!found.equals(shape)) {
            throw unfit(row, found.toString(), shape);
        }
        if (pixelValues(row) != values) {
            throw new BadDataException(describe(row) + " is an image of " + pixelValues(row) + ", others are of "
                    + values + "; all must be of one");
        }
        byte[] data = row.getStruct(index).getAs(imageFields.data());
        int bytes = shape.size() * (values == PixelValues.BYTES ? 1 : Float.BYTES);
        if (data == null || data.length != bytes) {
            throw new BadDataException(describe(row) + " is an image of shape " + found + " with "
                    + (data == null ? "no" : data.length) + " bytes of data, needs " + bytes);
        }
        int wrong = values == PixelValues.BYTES ? -1 : FloatBytes.firstNotFinite(data);
        if (wrong >= 0) {
            throw notFinite(row, FloatBytes.get(data, wrong), wrong);
        }
        return data;
    }

    private BadDataException notFinite(Row row, float value, int place) {
        return new BadDataException(describe(row) + " has " + value + " as value " + place + "; all must be finite");
    }

    private void readNumbers(Row row, TensorShape shape, int size, float[] into, int offset) {
        if (kind == Kind.VECTOR) {
            readVector(row, size, shape, into, offset);
        } else {
            readArray(row, size, shape, into, offset);
        }
        for (int i = 0; i < size; i++) {
            if (!Float.isFinite(into[offset + i])) {
                throw notFinite(row, into[offset + i], i);
            }
        }
    }

    private void readVector(Row row, int size, TensorShape shape, float[] into, int offset) {
        Vector vector = row.getAs(index);
        if (vector.size() != size) {
            throw unfit(row, "[" + vector.size() + "]", shape);
        }
        double[] values = vector.toArray();
        for (int i = 0; i < size; i++) {
            into[offset + i] = (float) values[i];
        }
    }

    private void readArray(Row row, int size, TensorShape shape, float[] into, int offset) {
        List<Number> values = row.getList(index);
        if (values.size() != size) {
            throw unfit(row, "[" + values.size() + "]", shape);
        }
        int i = 0;
        for (Number value : values) {
            if (value == null) {
                throw new BadDataException(describe(row) + " has null as value " + i);
            }
            into[offset + i++] = value.floatValue();
        }
    }

    private void refuseNull(Row row) {
        if (row.isNullAt(index)) {
            throw new BadDataException(describe(row) + " is null");
        }
    }

    private BadDataException unfit(Row row, String found, TensorShape shape) {
        return new BadDataException(describe(row) + " is of shape " + found + ", " + role.needs + shape);
    }

    /** Names the record: by its id where there is one, else by an image's origin. */
    private String describe(Row row) {
        if (idIndex >= 0 && !row.isNullAt(idIndex)) {
            return "record " + row.get(idIndex) + " of column " + name;
        }
        if (kind == Kind.IMAGE && !row.isNullAt(index)) {
            return "record " + row.getStruct(index).getString(imageFields.origin()) + " of column " + name;
        }
        return "a record of column " + name;
    }
}
