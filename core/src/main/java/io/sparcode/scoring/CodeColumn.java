package io.sparcode.scoring;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.BadDataException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/** The column of codes, [code size], as everything that is made of codes reads it. */
public final class CodeColumn {
    /** Its name. */
    public static final String NAME = "code";

    private CodeColumn() {}

    /** Returns a row's code. */
    public static float[] floats(Seq<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.apply(i);
        }
        return floats;
    }

    /**
     * Returns it as arrays of floats, of arrays of numbers or Spark ML vectors.
     *
     * @throws BadDataException if the rows have no such column, or it is of another type
     */
    public static Column floats(StructType schema) {
        List<String> present = Arrays.asList(schema.fieldNames());
        if (!present.contains(NAME)) {
            throw new BadDataException("encoded rows have no column " + NAME + "; columns are " + present);
        }
        DataType type = schema.apply(NAME).dataType();
        if (type.equals(SQLDataTypes.VectorType())) {
            return functions.vector_to_array(col(NAME), "float32").as(NAME);
        }
        if (!(type instanceof ArrayType array) || !(array.elementType() instanceof NumericType)) {
            throw new BadDataException("column " + NAME + " is of type " + type.catalogString()
                    + "; an array of numbers or a Spark ML vector is needed");
        }
        return col(NAME).cast(DataTypes.createArrayType(DataTypes.FloatType)).as(NAME);
    }
}
