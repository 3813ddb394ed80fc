package io.sparcode.generation;

import static org.apache.spark.sql.functions.col;

import io.sparcode.scoring.CodeColumn;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The direction in code space that a known factor has: by how much the mean code changes as the factor grows by 1, which is
 * each unit's slope of least squares on the factor. Not the weights by which the factor is best told from a code: those also
 * cancel what else moves codes, and what they point at is no image's change (Haufe et al., "On the interpretation of weight
 * vectors of linear models in multivariate neuroimaging", NeuroImage 87, 2014).
 *
 * @param slopes by unit
 * @param meanCode of the rows
 * @param meanFactor of the rows
 * @param explained the share of the codes' variance that the direction accounts for, 0 to 1; it is small where other factors
 *     move codes more
 * @param determination R squared of the linear regression of the factor on the code: how far codes hold it linearly, at
 *     most 1; higher is better
 */
public record FactorDirection(
        double[] slopes, float[] meanCode, double meanFactor, double explained, double determination) {
    /** Of LinearRegression's penalty, on standardised units: units that say the same have no least squares of their own. */
    private static final double RIDGE = 1e-6;

    /**
     * Finds it: in one pass, and in those that Spark ML's linear regression takes.
     *
     * @throws IllegalArgumentException if the encoded rows have no such numeric column, or it has one value throughout
     */
    static FactorDirection of(GivenCodes codes, String factor, int codeSize) {
        CodeMoments moments = codes.moments(factor, codeSize);
        if (moments.isFactorConstant()) {
            throw new IllegalArgumentException("factor must vary over the encoded rows, " + factor + " is "
                    + moments.factorMean() + " throughout");
        }
        Dataset<Row> pairs = codes.rows()
                .select(
                        functions.array_to_vector(col(CodeColumn.NAME)).as("features"),
                        codes.factor(factor).as("label"))
                .where("features is not null and label is not null");
        double determination =
                new LinearRegression().setRegParam(RIDGE).fit(pairs).summary().r2();
        return new FactorDirection(
                moments.slopes(), moments.mean(), moments.factorMean(), moments.explained(), determination);
    }

    /** Returns a code moved as the factor moves by so much. */
    float[] moved(float[] code, double by) {
        float[] moved = new float[code.length];
        for (int unit = 0; unit < moved.length; unit++) {
            moved[unit] = (float) (code[unit] + by * slopes[unit]);
        }
        return moved;
    }
}
