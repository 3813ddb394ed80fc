package io.sparcode.ml;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.ImageRows;
import java.util.Arrays;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What identifies a record wherever it lies: expressions to hash. */
final class RecordKey {
    private RecordKey() {}

    /** Returns the id, or the content where there is none. */
    static Column of(StructType schema, String inputCol) {
        return Arrays.asList(schema.fieldNames()).contains(ImageRows.ID)
                ? col(ImageRows.ID)
                : content(schema, inputCol);
    }

    /** Returns a record's values, in a form that is the same for the same values. */
    static Column content(StructType schema, String inputCol) {
        DataType type = schema.apply(inputCol).dataType();
        if (type instanceof StructType) {
            return col("`" + inputCol + "`.data");
        }
        return type.equals(SQLDataTypes.VectorType())
                ? functions.vector_to_array(col(inputCol), "float64")
                : col(inputCol);
    }
}
