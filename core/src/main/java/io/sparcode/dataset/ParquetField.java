package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of a Parquet file, or a field within its structs.
 *
 * @param path the names from the column inwards, as the file spells them
 * @param type its type
 */
record ParquetField(List<String> path, DataType type) {
    /** What a column can be used as. */
    enum Kind {
        WHOLE_NUMBERS("whole numbers"),
        NUMBERS("numbers"),
        TEXT("text"),
        BOOLEANS("booleans"),
        /** Encoded images, or a struct with them in a field bytes. */
        ENCODED("encoded images"),
        STRUCTURED("images of Spark's schema"),
        OTHER("something else");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** The field of encoded images in Hugging Face's struct. */
    static final String BYTES = "bytes";
    /** The field beside it of the file's name. */
    static final String PATH = "path";

    /**
     * Finds a column by its name, or a field by the names from the column inwards with points between them. A column whose own
     * name has a point comes first. A name that is spelt in another case is taken where there is one alone.
     *
     * @throws BadDataException if several names differ from it in case alone
     */
    static Optional<ParquetField> find(StructType schema, String name) {
        Optional<StructField> whole = field(schema, name);
        if (whole.isPresent()) {
            return Optional.of(
                    new ParquetField(List.of(whole.get().name()), whole.get().dataType()));
        }
        for (int point = name.lastIndexOf('.'); point > 0; point = name.lastIndexOf('.', point - 1)) {
            Optional<StructField> outer = field(schema, name.substring(0, point));
            if (outer.isPresent() && outer.get().dataType() instanceof StructType struct) {
                Optional<ParquetField> inner = find(struct, name.substring(point + 1));
                if (inner.isPresent()) {
                    List<String> path = new ArrayList<>(List.of(outer.get().name()));
                    path.addAll(inner.get().path);
                    return Optional.of(new ParquetField(path, inner.get().type));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<StructField> field(StructType schema, String name) {
        List<StructField> alike = Arrays.stream(schema.fields())
                .filter(field -> field.name().equalsIgnoreCase(name))
                .toList();
        Optional<StructField> exact =
                alike.stream().filter(field -> field.name().equals(name)).findFirst();
        if (exact.isEmpty() && alike.size() > 1) {
            throw new BadDataException("'" + name + "' may be each of the columns "
                    + String.join(", ", alike.stream().map(StructField::name).toList()));
        }
        return exact.or(() -> alike.stream().findFirst());
    }

    /** Returns the field of this struct that has a name. */
    Optional<ParquetField> within(String name) {
        if (!(type instanceof StructType struct)
                || !Arrays.asList(struct.fieldNames()).contains(name)) {
            return Optional.empty();
        }
        List<String> inner = new ArrayList<>(path);
        inner.add(name);
        return Optional.of(new ParquetField(inner, struct.apply(name).dataType()));
    }

    /** Returns the field beside this one that has a name, where both are a struct's. */
    Optional<ParquetField> beside(StructType schema, String name) {
        DataType outer = schema;
        for (String step : path.subList(0, path.size() - 1)) {
            outer = ((StructType) outer).apply(step).dataType();
        }
        return path.size() == 1
                ? Optional.empty()
                : new ParquetField(path.subList(0, path.size() - 1), outer).within(name);
    }

    Kind kind() {
        if (type instanceof StringType) {
            return Kind.TEXT;
        }
        if (type instanceof BooleanType) {
            return Kind.BOOLEANS;
        }
        if (type instanceof BinaryType || isBinary(BYTES)) {
            return isSparksImage() ? Kind.STRUCTURED : Kind.ENCODED;
        }
        if (type instanceof NumericType) {
            boolean isWhole = !(type instanceof FloatType || type instanceof DoubleType)
                    && !(type instanceof DecimalType decimal && decimal.scale() > 0);
            return isWhole ? Kind.WHOLE_NUMBERS : Kind.NUMBERS;
        }
        return isSparksImage() ? Kind.STRUCTURED : Kind.OTHER;
    }

    private boolean isBinary(String field) {
        return within(field).filter(found -> found.type instanceof BinaryType).isPresent();
    }

    private boolean isSparksImage() {
        return type instanceof StructType struct
                && Set.of(struct.fieldNames()).containsAll(Set.of("height", "width", "nChannels", "data"))
                && isBinary("data");
    }

    /** Returns what selects this field. */
    Column column() {
        Column column = functions.col("`" + path.get(0).replace("`", "``") + "`");
        for (String step : path.subList(1, path.size())) {
            column = column.getField(step);
        }
        return column;
    }
}
