package io.sparcode.generation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.model.TensorShape;
import io.sparcode.scoring.CodeColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows with codes, whatever else they have: codes by their ids, quantiles, means, and factors beside them. */
final class GivenCodes {
    /** Of Spark's approximate quantiles, as a share of the rows. */
    private static final double QUANTILE_ERROR = 1e-3;
    /** Units whose quantiles are found in one pass. */
    private static final int UNITS_A_PASS = 256;

    private final Dataset<Row> rows;

    /**
     * Takes a frame.
     *
     * @throws BadDataException if it has no codes
     */
    GivenCodes(Dataset<Row> rows) {
        Dataset<Row> read = rows.withColumn(CodeColumn.NAME, CodeColumn.floats(rows.schema()));
        this.rows = Arrays.asList(rows.columns()).contains(ImageRows.ID)
                ? read.withColumn(ImageRows.ID, col(ImageRows.ID).cast(DataTypes.StringType))
                : read;
    }

    /**
     * Returns the code of a record.
     *
     * @throws IllegalArgumentException if there is none, or it is not of the model's size
     */
    float[] codeOf(String id, int codeSize) {
        List<Row> found = rows.where(col(ImageRows.ID).equalTo(id))
                .select(CodeColumn.NAME)
                .limit(1)
                .collectAsList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("from must be the id of an encoded record, there is none of id " + id);
        }
        float[] code = CodeColumn.floats(found.get(0).getSeq(0));
        requireSize(code.length, codeSize);
        return code;
    }

    /**
     * Returns means and products of codes with a factor, rows without one left out; without a factor for null.
     *
     * @throws BadDataException if there are no such rows
     */
    CodeMoments moments(String factor, int codeSize) {
        Column value = factor == null ? lit(0.0) : factor(factor);
        Dataset<Row> pairs =
                rows.select(col(CodeColumn.NAME), value.as("factor")).where("code is not null and factor is not null");
        CodeMoments moments = CodeMoments.of(pairs)
                .orElseThrow(() -> new BadDataException(
                        factor == null ? "there are no encoded rows" : "no encoded row has the factor " + factor));
        requireSize(moments.mean().length, codeSize);
        return moments;
    }

    private static void requireSize(int found, int codeSize) {
        if (found != codeSize) {
            throw new IllegalArgumentException("codes must be of the model that decodes them: they have " + found
                    + " values, the model's " + TensorShape.vector(codeSize));
        }
    }

    /** Returns the value of a factor for one record, or NaN where it has none. */
    double factorOf(String id, String factor) {
        Row found =
                rows.where(col(ImageRows.ID).equalTo(id)).select(factor(factor)).first();
        return found.isNullAt(0) ? Double.NaN : found.getDouble(0);
    }

    /**
     * Returns a factor as a column of doubles.
     *
     * @throws IllegalArgumentException if there is no numeric column of that name, saying which there are
     */
    Column factor(String name) {
        List<String> numeric = numeric("", rows.schema());
        if (!numeric.contains(name)) {
            throw new IllegalArgumentException("factor must be a numeric column of the encoded rows, one of "
                    + String.join(", ", numeric) + ", was " + name);
        }
        return col(name).cast(DataTypes.DoubleType);
    }

    private static List<String> numeric(String prefix, StructType schema) {
        List<String> names = new ArrayList<>();
        for (StructField field : schema.fields()) {
            if (field.dataType() instanceof StructType struct) {
                names.addAll(numeric(prefix + field.name() + ".", struct));
            } else if (field.dataType() instanceof NumericType) {
                names.add(prefix + field.name());
            }
        }
        return names;
    }

    /** Returns two quantiles of a factor, within a thousandth of the rows. */
    double[] quantiles(String factor, double from, double to) {
        return rows.select(factor(factor).as("factor"))
                .stat()
                .approxQuantile("factor", new double[] {from, to}, QUANTILE_ERROR);
    }

    /** Returns two quantiles of each of some units, [unit, 2], within a thousandth of the rows. */
    double[][] quantiles(int[] units, double from, double to) {
        double[][] quantiles = new double[units.length][];
        for (int first = 0; first < units.length; first += UNITS_A_PASS) {
            int[] some = Arrays.copyOfRange(units, first, Math.min(units.length, first + UNITS_A_PASS));
            Column[] columns = IntStream.of(some)
                    .mapToObj(unit -> col(CodeColumn.NAME).getItem(unit).as("unit" + unit))
                    .toArray(Column[]::new);
            String[] names = IntStream.of(some).mapToObj(unit -> "unit" + unit).toArray(String[]::new);
            double[][] found =
                    rows.select(columns).stat().approxQuantile(names, new double[] {from, to}, QUANTILE_ERROR);
            System.arraycopy(found, 0, quantiles, first, found.length);
        }
        return quantiles;
    }

    /** Returns the rows with ids; where they have none, codes alone, with their numbers for ids. */
    Dataset<Row> named() {
        if (Arrays.asList(rows.columns()).contains(ImageRows.ID)) {
            return rows;
        }
        JavaRDD<Row> numbered = rows.select(CodeColumn.NAME)
                .toJavaRDD()
                .zipWithIndex()
                .map(pair -> RowFactory.create(
                        String.format(Locale.ROOT, "code#%07d", pair._2()),
                        pair._1().get(0)));
        return rows.sparkSession()
                .createDataFrame(
                        numbered,
                        DataTypes.createStructType(List.of(
                                DataTypes.createStructField(ImageRows.ID, DataTypes.StringType, false),
                                rows.schema().apply(CodeColumn.NAME))));
    }

    Dataset<Row> rows() {
        return rows;
    }
}
