package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.storage.WholeDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of records that could not be read: {@code id}, {@code origin} and {@code reason}, Parquet. It is written
 * anew by every run, empty where all was well, and replaces only a table that a run wrote.
 */
final class QuarantineTable {
    /** What tells a table of ours from a directory that is not to be replaced. */
    static final String MARKER = "_quarantine.json";

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineTable.class);
    private static final int EXAMPLES = 3;

    private QuarantineTable() {}

    /**
     * Refuses a place that is taken by something else.
     *
     * @throws FileAlreadyExistsException if it is
     */
    static void requireReplaceable(Configuration hadoop, Path table) throws IOException {
        FileSystem fileSystem = table.getFileSystem(hadoop);
        if (fileSystem.exists(table) && !fileSystem.exists(new Path(table, MARKER))) {
            throw new FileAlreadyExistsException(
                    table + " exists and is not a quarantine table; ingest.quarantine.path must name another place");
        }
    }

    /** Writes the bad ones among records as read. */
    static void write(Configuration hadoop, Path table, Dataset<Row> read, Survey survey) throws IOException {
        requireReplaceable(hadoop, table);
        WholeDirectory.write(hadoop, table, WholeDirectory.IfExists.REPLACE, aside -> {
            // No scan of everything that was read where the survey found nothing.
            (survey.bad() == 0 ? read.filter(lit(false)) : bad(read))
                    .select(
                            commented(ImageRows.ID, "the name that the record would have had, null where it has none"),
                            commented(ReadRows.ORIGIN, "the file, and the place in it"),
                            commented(ReadRows.REASON, "why it could not be read"))
                    .repartition(1)
                    .sortWithinPartitions(ReadRows.ORIGIN)
                    .write()
                    .mode(SaveMode.Append)
                    .parquet(aside.toString());
            Path marker = new Path(aside, MARKER);
            try (OutputStream out = marker.getFileSystem(hadoop).create(marker)) {
                new ObjectMapper().writeValue(out, Map.of("quarantined", survey.bad(), "records", survey.records()));
            }
        });
    }

    /**
     * Checks the limits, and logs the first bad ones within them.
     *
     * @throws BadDataException if there are more bad records than either allows, or no good one
     */
    static void requireWithinLimits(IngestOptions options, Path table, Dataset<Row> read, Survey survey) {
        if (survey.records() == 0) {
            throw new BadDataException("input '" + options.input() + "' has no records");
        }
        IngestOptions.Quarantine limits = options.quarantine();
        boolean tooMany = survey.bad() > limits.maxRecords() || survey.bad() > limits.maxFraction() * survey.records();
        if (survey.bad() == 0) {
            return;
        }
        List<Row> examples = bad(read).orderBy(ReadRows.ORIGIN).limit(EXAMPLES).collectAsList();
        String because = examples.stream()
                .map(row -> row.getAs(ReadRows.ORIGIN) + ": " + row.getAs(ReadRows.REASON))
                .collect(Collectors.joining("; "));
        String limit = String.format(
                Locale.ROOT,
                "ingest.quarantine.max-records is %d and ingest.quarantine.max-fraction %s",
                limits.maxRecords(),
                limits.maxFraction());
        String bad = survey.bad() + " of " + survey.records() + " records could not be read";
        String which = ". The first: " + because + ". All are listed in " + table;
        if (survey.good() == 0 || tooMany) {
            throw new BadDataException(
                    bad + ", " + (survey.good() == 0 ? "which leaves none" : "where " + limit) + which);
        }
        LOG.warn("{}{}", bad, which);
    }

    private static Dataset<Row> bad(Dataset<Row> read) {
        return read.filter(col(ReadRows.REASON).isNotNull());
    }

    private static Column commented(String column, String comment) {
        Metadata metadata = new MetadataBuilder().putString("comment", comment).build();
        return col(column).as(column, metadata);
    }
}
