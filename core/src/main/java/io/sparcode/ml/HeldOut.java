package io.sparcode.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparcode.dataset.ImageRows;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A frame's records divided into those trained on and those held out.
 *
 * @param training never a record whose split or label says otherwise
 * @param validation to watch the error on, if any
 * @param reason why {@code training} may be empty, to end a message with
 */
record HeldOut(Dataset<Row> training, Optional<Dataset<Row>> validation, String reason) {
    private static final int PARTS = 1_000_000;

    /**
     * Takes the records of the labels to train on, divides them by the split column, where there is one, and by a hash where
     * a fraction is to be held out.
     */
    static HeldOut of(Dataset<Row> all, Autoencoder params) {
        Dataset<Row> rows = TrainingLabels.of(params).in(all);
        String splitCol = params.getSplitCol();
        boolean hasSplits = Arrays.asList(rows.columns()).contains(splitCol);
        Dataset<Row> training = hasSplits ? rows.where(col(splitCol).equalTo(ImageRows.TRAIN)) : rows;
        String reason = hasSplits ? ": no row's " + splitCol + " is " + ImageRows.TRAIN : ": the frame has no rows";
        double fraction = params.getValidationFraction();
        if (fraction > 0) {
            // A hash of the record keeps it on its side when others are added.
            Column place = pmod(
                    xxhash64(
                            lit("validation"),
                            lit(params.getSeed()),
                            RecordKey.of(rows.schema(), params.getInputCol())),
                    lit(PARTS));
            Column held = place.lt(lit(Math.round(fraction * PARTS)));
            return new HeldOut(
                    training.where(not(held)),
                    Optional.of(training.where(held)),
                    reason + ", or all are held out by validationFraction = " + fraction);
        }
        Optional<Dataset<Row>> validation =
                hasSplits ? Optional.of(rows.where(col(splitCol).equalTo(ImageRows.VALIDATION))) : Optional.empty();
        return new HeldOut(training, validation, reason);
    }
}
