package io.sparcode.generation;

import io.sparcode.dataset.ImageRows;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Predef;

/** Draws codes from the standard normal distribution, each by the seed and its number alone. */
final class PriorDraws implements MapFunction<Long, Row> {
    private static final long serialVersionUID = 1;

    private final long base;
    private final int units;

    PriorDraws(long seed, int units) {
        this.base = new SplittableRandom(seed).nextLong();
        this.units = units;
    }

    @Override
    public Row call(Long number) {
        SplittableRandom random = new SplittableRandom(base ^ number);
        float[] code = new float[units];
        for (int unit = 0; unit < units; unit++) {
            code[unit] = (float) random.nextGaussian();
        }
        return RowFactory.create(
                String.format(Locale.ROOT, "prior#%07d", number),
                null,
                ImageRows.TRAIN,
                null,
                "prior",
                null,
                number.intValue(),
                null,
                // Spark hands it to the next function as it is, where arrays of rows are sequences.
                Predef.wrapFloatArray(code));
    }
}
