package io.sparcode.dataset;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The column {@code factors} of Parquet files, where it is a struct of numbers. */
final class ParquetFactors {
    private final Map<ParquetFooter, ParquetField> fields = new LinkedHashMap<>();
    private StructType type;

    private ParquetFactors() {}

    /**
     * Finds the column.
     *
     * @throws BadDataException if two files have factors of different names
     */
    static Optional<ParquetFactors> find(ParquetFiles files) {
        ParquetFactors factors = new ParquetFactors();
        ParquetFooter first = null;
        for (ParquetFooter footer : files.groups().keySet()) {
            Optional<ParquetField> field = new ParquetField(List.of(), footer.schema()).within(ImageRows.FACTORS);
            if (field.isEmpty() || !isStructOfNumbers(field.get().type())) {
                continue;
            }
            StructType found = (StructType) field.get().type();
            if (first != null && !Arrays.equals(found.fieldNames(), factors.type.fieldNames())) {
                throw files.bad("has factors " + String.join(", ", found.fieldNames()) + " in " + files.example(footer)
                        + " and " + String.join(", ", factors.type.fieldNames()) + " in " + files.example(first)
                        + "; the files do not go together");
            }
            factors.type = first == null ? found : wider(factors.type, found);
            factors.fields.put(footer, field.get());
            first = first == null ? footer : first;
        }
        return first == null ? Optional.empty() : Optional.of(factors);
    }

    /** Names that differ in case alone could be written, but no longer read. */
    private static boolean isStructOfNumbers(DataType type) {
        return type instanceof StructType struct
                && Arrays.stream(struct.fields()).allMatch(field -> field.dataType() instanceof NumericType)
                && Arrays.stream(struct.fieldNames())
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        == struct.length();
    }

    private static StructType wider(StructType one, StructType other) {
        StructField[] fields = one.fields().clone();
        for (int i = 0; i < fields.length; i++) {
            DataType type = wider(fields[i].dataType(), other.fields()[i].dataType());
            fields[i] = DataTypes.createStructField(fields[i].name(), type, true);
        }
        return DataTypes.createStructType(fields);
    }

    private static DataType wider(DataType one, DataType other) {
        if (one.equals(other)) {
            return one;
        }
        return one instanceof IntegralType && other instanceof IntegralType ? DataTypes.LongType : DataTypes.DoubleType;
    }

    /** Returns the column that all files' factors fit in. */
    StructField column() {
        return ImageRows.factors(type);
    }

    /** Returns the field of the files of a footer, unless they have none. */
    Optional<ParquetField> in(ParquetFooter footer) {
        return Optional.ofNullable(fields.get(footer));
    }

    /** Returns what selects the factors of the files of a footer, nulls where they have none. */
    Column values(ParquetFooter footer) {
        return in(footer)
                .map(ParquetField::column)
                .orElse(functions.lit(null))
                .cast(type)
                .as(ImageRows.FACTORS);
    }
}
