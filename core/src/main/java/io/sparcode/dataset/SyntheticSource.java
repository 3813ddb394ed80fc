package io.sparcode.dataset;

import io.sparcode.image.SyntheticDigits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Digits drawn in the tasks: {@code synthetic:digits}. */
final class SyntheticSource implements Source {
    /** What inputs of this kind begin with. */
    static final String SCHEME = "synthetic:";

    private static final long TASK_DIGITS = 4_096;

    private final IngestOptions.Synthetic options;

    /**
     * Takes the number and the seed from options.
     *
     * @throws BadDataException if the input is not {@code synthetic:digits}
     */
    SyntheticSource(String input, IngestOptions.Synthetic options) {
        if (!input.equals(SCHEME + "digits")) {
            throw new BadDataException(
                    "input '" + input + "' is not known; the only synthetic one is " + SCHEME + "digits");
        }
        this.options = options;
    }

    @Override
    public List<FileStatus> files() {
        return List.of();
    }

    @Override
    public boolean hasSplits() {
        return false;
    }

    @Override
    public List<String> labelNames() {
        return List.of();
    }

    @Override
    public Dataset<Row> read(SparkSession spark, TargetFit fit) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Long> starts = new ArrayList<>();
        for (long start = 0; start < options.count(); start += TASK_DIGITS) {
            starts.add(start);
        }
        long count = options.count();
        long seed = options.seed();
        return spark.createDataFrame(
                context.parallelize(starts, starts.size()).flatMap(start -> draw(start, count, seed, fit)),
                ReadRows.SCHEMA);
    }

    private static Iterator<Row> draw(long start, long count, long seed, TargetFit fit) {
        SyntheticDigits digits = new SyntheticDigits(seed);
        String name = "digits-" + seed;
        return LongStream.range(start, Math.min(start + TASK_DIGITS, count))
                .mapToObj(index -> {
                    String id = RecordRun.idOf(name + "#", index);
                    return ReadRows.good(id, SCHEME + id, digits.label(index), null, fit.fit(digits.draw(index)));
                })
                .iterator();
    }
}
