package io.sparcode.dataset;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;

/** Which split a record belongs to: a question of its id and the seed alone, so that other records do not matter. */
final class Splits {
    private static final int DOUBLE_BITS = 53;

    private Splits() {}

    /**
     * Returns the split of each record: its own where it has one, else by the hash of its id. The first part of the
     * hash's range is validation's, the next is test's, the rest train's.
     *
     * @param id the records' ids
     * @param own the source's own splits, null where a record has none
     * @param testFraction the share of test among the records without one
     */
    static Column column(Column id, Column own, double validationFraction, double testFraction, long seed) {
        Column place = place(id, seed);
        return coalesce(
                own,
                when(place.lt(validationFraction), ImageRows.VALIDATION)
                        .when(place.lt(validationFraction + testFraction), ImageRows.TEST)
                        .otherwise(ImageRows.TRAIN));
    }

    /** Returns a number in [0, 1) that depends on id and seed alone, evenly spread. */
    private static Column place(Column id, long seed) {
        return shiftrightunsigned(xxhash64(id, lit(seed)), Long.SIZE - DOUBLE_BITS)
                .cast("double")
                .multiply(Math.scalb(1.0, -DOUBLE_BITS));
    }
}
