package io.sparcode.generation;

import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.ImageRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.Predef;

/** Sequences of codes to be decoded, as rows of {@link GeneratedRows#CODES}. */
final class CodePaths {
    static final String CODE = "code";
    static final String PIXELS = "pixels";

    private CodePaths() {}

    /** Returns codes on the straight line between two. */
    static List<Row> between(float[] from, float[] to, int steps) {
        List<Row> rows = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            double share = (double) step / (steps - 1);
            float[] code = new float[from.length];
            for (int unit = 0; unit < code.length; unit++) {
                code[unit] = (float) ((1 - share) * from[unit] + share * to[unit]);
            }
            rows.add(row("code", CODE, null, null, step, share, code));
        }
        return rows;
    }

    /** Returns a code with one unit after another set to values between two quantiles of it. */
    static Dataset<Row> walk(SparkSession spark, GenerateMode.Walk options, GivenCodes codes, int codeSize) {
        if (options.unit() >= codeSize) {
            throw new IllegalArgumentException(
                    "unit must be 0 to " + (codeSize - 1) + ", or -1 for all, was " + options.unit());
        }
        GenerateMode.Course course = options.course();
        float[] start =
                course.from().isEmpty() ? codes.moments(null, codeSize).mean() : codes.codeOf(course.from(), codeSize);
        int[] units = options.unit() == GenerateMode.Walk.ALL_UNITS
                ? IntStream.range(0, codeSize).toArray()
                : new int[] {options.unit()};
        double[][] ends = codes.quantiles(units, course.fromQuantile(), course.toQuantile());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < units.length; i++) {
            for (int step = 0; step < course.steps(); step++) {
                double value = ends[i][0] + (ends[i][1] - ends[i][0]) * step / (course.steps() - 1);
                String name = String.format(Locale.ROOT, "unit-%04d", units[i]);
                rows.add(row(name, "walk", course.from(), units[i], step, value, null));
            }
        }
        // The codes come where they are decoded: of all units together they are as many values as the square of the
        // units.
        return spark.createDataFrame(rows, GeneratedRows.CODES).map(moved(start), Encoders.row(GeneratedRows.CODES));
    }

    /** Completes a walk's rows by their codes: a start with one unit changed. */
    private static MapFunction<Row, Row> moved(float[] start) {
        return row -> {
            float[] code = start.clone();
            code[row.<Integer>getAs(GeneratedRows.UNIT)] =
                    row.<Double>getAs(GeneratedRows.POSITION).floatValue();
            Object[] values = new Object[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i);
            }
            // As a sequence: see PriorDraws.
            values[row.fieldIndex(GeneratedRows.DECODED_CODE)] = Predef.wrapFloatArray(code);
            return RowFactory.create(values);
        };
    }

    /** Returns a code moved along a factor's direction, from one quantile of the factor to another. */
    static List<Row> along(FactorDirection direction, GenerateMode.Direction options, GivenCodes codes, int codeSize) {
        GenerateMode.Course course = options.course();
        float[] start = direction.meanCode();
        double factor = direction.meanFactor();
        if (!course.from().isEmpty()) {
            start = codes.codeOf(course.from(), codeSize);
            factor = codes.factorOf(course.from(), options.factor());
            if (Double.isNaN(factor)) {
                throw new IllegalArgumentException("from must be a record that has the factor, " + options.factor()
                        + " of " + course.from() + " is null");
            }
        }
        double[] ends = codes.quantiles(options.factor(), course.fromQuantile(), course.toQuantile());
        List<Row> rows = new ArrayList<>();
        for (int step = 0; step < course.steps(); step++) {
            double value = ends[0] + (ends[1] - ends[0]) * step / (course.steps() - 1);
            rows.add(row(
                    options.factor(),
                    "direction",
                    course.from(),
                    null,
                    step,
                    value,
                    direction.moved(start, value - factor)));
        }
        return rows;
    }

    /** Returns a sequence's row, named after the sequence and its place in it. */
    static Row row(
            String sequence, String method, String source, Integer unit, int step, double position, float[] code) {
        return RowFactory.create(
                String.format(Locale.ROOT, "%s#%04d", sequence, step),
                null,
                ImageRows.TRAIN,
                source == null || source.isEmpty() ? null : source,
                method,
                unit,
                step,
                position,
                code);
    }
}
