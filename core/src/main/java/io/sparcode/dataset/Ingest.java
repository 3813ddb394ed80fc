package io.sparcode.dataset;

import io.sparcode.image.ImageShape;
import io.sparcode.storage.WholeDirectory;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a dataset of image rows of any input. Every record is read and decoded once; what cannot be read goes to the
 * quarantine table; the dataset appears whole or not at all.
 */
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final IngestOptions options;
    private final Path output;
    private final Path quarantine;

    /** Takes the options; nothing is looked at yet. */
    public Ingest(IngestOptions options) {
        this.options = options;
        this.output = new Path(options.output());
        this.quarantine = new Path(options.quarantinePath());
    }

    /**
     * Reads the input and writes the dataset.
     *
     * @throws BadDataException if the input is missing or empty, cannot be read, has images of different shapes without
     *     a target, ids that stand for several records, or has more bad records than the limits allow; nothing but the
     *     quarantine table was written
     * @throws IllegalArgumentException if the output lies within the input
     * @throws FileAlreadyExistsException if the output exists and may not be replaced; nothing was written
     * @throws IOException if a file system failed
     */
    public DatasetSummary run(SparkSession caller) throws IOException {
        return run(caller, aside -> {});
    }

    /**
     * As {@link #run(SparkSession)}, with more files that appear together with the dataset.
     *
     * @param alongside writes them into the dataset's directory while it lies aside, all else in place; their names
     *     begin with {@code _}
     */
    public DatasetSummary run(SparkSession caller, WholeDirectory.Content alongside) throws IOException {
        try (IngestSession session = IngestSession.from(caller)) {
            return run(session, alongside);
        } catch (Exception e) {
            IngestFailures.throwBadDataBehind(e);
            throw e;
        }
    }

    /**
     * Returns a hash of the names, sizes and times of the input's files, which tells whether a run on the same options
     * would read the same.
     *
     * @throws BadDataException as {@link #run(SparkSession)} does for an input that is missing or has wrong headers
     */
    public String inputFingerprint(SparkSession caller) throws IOException {
        try (IngestSession session = IngestSession.from(caller)) {
            return InputFiles.fingerprint(Sources.open(session.spark(), options).files());
        }
    }

    private DatasetSummary run(IngestSession session, WholeDirectory.Content alongside) throws IOException {
        SparkSession spark = session.spark();
        Configuration hadoop = spark.sessionState().newHadoopConf();
        if (!options.overwrite() && output.getFileSystem(hadoop).exists(output)) {
            throw new FileAlreadyExistsException(output + " exists; ingest.overwrite = true replaces it");
        }
        QuarantineTable.requireReplaceable(hadoop, quarantine);
        Source source = Sources.open(spark, options);
        source.notes().forEach(LOG::info);
        source.leftOut().forEach(some -> LOG.warn("{}", some));
        // Kept as the objects that a task made: Spark's own cache of frames packs every pixel twice.
        TargetFit fit = new TargetFit(options.image());
        JavaRDD<Row> kept = source.read(spark, fit).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            session.describe("read and decode " + options.input());
            Survey survey = Survey.of(kept);
            Dataset<Row> read = spark.createDataFrame(kept, ReadRows.schema(source.factors()));
            session.describe("write quarantine");
            QuarantineTable.write(hadoop, quarantine, read, survey);
            QuarantineTable.requireWithinLimits(options, quarantine, read, survey);
            ImageShape shape = survey.requireOneShape(read);
            DerivedImage.requireRoom(options.derived(), shape, options.image().values());
            if (source.hasOwnIds()) {
                Survey.requireDistinctIds(read);
            }
            publish(session, aside -> {
                session.describe("write shards");
                int shards = Shards.number(
                        options.shards(),
                        survey.good(),
                        survey.bytes(),
                        spark.sparkContext().defaultParallelism());
                StructType schema = ImageRows.schema(source.factors(), DerivedImage.field(options.derived()));
                Shards.write(
                        Shards.imageRows(read, schema, options.split().beside(source), options.derived()),
                        shards,
                        shards == source.shards(spark, fit),
                        aside);
                session.describe("count and fingerprint");
                DatasetStatistics statistics = DatasetStatistics.of(Shards.read(spark, hadoop, aside, schema));
                summary(source, survey, shape, shards, statistics, spark.version())
                        .write(hadoop, aside);
                alongside.writeTo(aside);
            });
        } finally {
            kept.unpersist(false);
        }
        return DatasetSummary.read(hadoop, output);
    }

    private void publish(IngestSession session, WholeDirectory.Content content) throws IOException {
        WholeDirectory.write(
                session.spark().sessionState().newHadoopConf(),
                output,
                options.overwrite() ? WholeDirectory.IfExists.REPLACE : WholeDirectory.IfExists.REFUSE,
                content);
    }

    private DatasetSummary summary(
            Source source,
            Survey survey,
            ImageShape shape,
            int shards,
            DatasetStatistics statistics,
            String sparkVersion) {
        if (statistics.records() != survey.good()) {
            throw new IllegalStateException("of " + survey.good() + " records that were read, " + statistics.records()
                    + " were written to " + output);
        }
        return new DatasetSummary(
                statistics.records(),
                statistics.splits(),
                statistics.labels(),
                statistics.unlabelled(),
                source.labelNames(),
                shape,
                statistics.mean(),
                statistics.std(),
                shards,
                survey.turned(),
                survey.bad(),
                quarantine.toString(),
                source.leftOut(),
                source.notes(),
                statistics.fingerprint(),
                DatasetSummary.json(options),
                Map.of("spark", sparkVersion, "java", System.getProperty("java.version")),
                Instant.now().toString());
    }
}
