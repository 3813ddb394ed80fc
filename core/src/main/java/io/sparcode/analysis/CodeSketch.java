package io.sparcode.analysis;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;

import io.sparcode.scoring.CodeColumn;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/**
 * Codes that are wider than what is computed of them in the square of their width allows, made narrow: each value is added
 * to, or taken from, one of {@value #WIDTH} sums, so that products of codes stay the same on average (Weinberger et al.,
 * "Feature hashing for large scale multitask learning", 2009).
 */
final class CodeSketch {
    /** Most values of a code that stays as it is. */
    static final int WIDEST = 4096;

    /** Values of a sketch. */
    static final int WIDTH = 1024;

    private CodeSketch() {}

    /** Returns how many values the codes have; 0 where there are none. */
    static int codeSize(Dataset<Row> rows) {
        return rows.select(size(col(CodeColumn.NAME))).limit(1).collectAsList().stream()
                .mapToInt(row -> row.getInt(0))
                .sum();
    }

    /** Returns rows with sketches for codes. */
    static Dataset<Row> of(Dataset<Row> rows) {
        return rows.withColumn(
                CodeColumn.NAME,
                udf(
                                (UDF1<Seq<Float>, float[]>) code -> sketch(CodeColumn.floats(code)),
                                DataTypes.createArrayType(DataTypes.FloatType, false))
                        .apply(col(CodeColumn.NAME)));
    }

    static float[] sketch(float[] code) {
        float[] sums = new float[WIDTH];
        for (int i = 0; i < code.length; i++) {
            // The finalizer of MurmurHash3, which spreads neighbouring numbers over all bits.
            int hash = i ^ i >>> 16;
            hash *= 0x85ebca6b;
            hash ^= hash >>> 13;
            hash *= 0xc2b2ae35;
            hash ^= hash >>> 16;
            sums[hash >>> 1 & WIDTH - 1] += (hash & 1) == 0 ? code[i] : -code[i];
        }
        return sums;
    }
}
