package io.sparcode.scoring;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * How active a code's units are over a dataset.
 *
 * @param units of the code
 * @param activeShare the mean share of a record's units that are active: whose absolute value is greater than {@link #ACTIVE}
 * @param deadUnits units that are active for no record
 */
public record CodeActivity(int units, double activeShare, int deadUnits) {
    /** Absolute value above which a unit counts as active. */
    public static final float ACTIVE = 0.1f;

    /**
     * Counts, in one pass.
     *
     * @param codes a frame whose first column is {@code array<float>}, all of one length
     * @throws IllegalArgumentException if there are no rows
     */
    public static CodeActivity of(Dataset<Row> codes) {
        // Spark's own rows: theirs are plain floats, where others box each of millions.
        JavaRDD<long[]> counts = codes.queryExecution().toRdd().toJavaRDD().mapPartitions(CodeActivity::count);
        long[] sums = counts.fold(new long[0], CodeActivity::sum);
        if (sums.length == 0) {
            throw new IllegalArgumentException("there are no codes");
        }
        int units = sums.length - 1;
        long records = sums[units];
        long active = 0;
        int dead = 0;
        for (int unit = 0; unit < units; unit++) {
            active += sums[unit];
            dead += sums[unit] == 0 ? 1 : 0;
        }
        return new CodeActivity(units, (double) active / units / records, dead);
    }

    /** Returns for how many of a partition's records each unit is active, and last how many records there are. */
    private static Iterator<long[]> count(Iterator<InternalRow> rows) {
        long[] counts = new long[0];
        while (rows.hasNext()) {
            float[] code = rows.next().getArray(0).toFloatArray();
            if (counts.length == 0) {
                counts = new long[code.length + 1];
            }
            for (int unit = 0; unit < code.length; unit++) {
                counts[unit] += Math.abs(code[unit]) > ACTIVE ? 1 : 0;
            }
            counts[code.length]++;
        }
        return List.of(counts).iterator();
    }

    private static long[] sum(long[] a, long[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }
}
