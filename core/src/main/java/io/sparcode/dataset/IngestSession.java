package io.sparcode.dataset;

import org.apache.spark.sql.SparkSession;

/**
 * A Spark session of an ingest's own, with the caller's settings but for what images need, so that the caller's session
 * stays as it was found. Jobs carry a description for Spark's pages; the caller's is put back at the end.
 */
final class IngestSession implements AutoCloseable {
    private static final String DESCRIPTION = "spark.job.description";

    /** Spark's 4,096 rows a batch of Parquet are gigabytes where a row is an image. */
    private static final int ROWS_PER_BATCH = 128;

    private final SparkSession spark;
    private final String callersDescription;

    private IngestSession(SparkSession spark) {
        this.spark = spark;
        this.callersDescription = spark.sparkContext().getLocalProperty(DESCRIPTION);
    }

    /** Opens a session beside the caller's, on the same Spark context. */
    static IngestSession from(SparkSession caller) {
        // Not newSession: that one would lose the credentials of file systems that the caller has set on the session.
        SparkSession own = caller.cloneSession();
        own.conf().set("spark.sql.parquet.columnarReaderBatchSize", ROWS_PER_BATCH);
        return new IngestSession(own);
    }

    SparkSession spark() {
        return spark;
    }

    /** Says what the jobs from now on do. */
    void describe(String what) {
        spark.sparkContext().setJobDescription("ingest: " + what);
    }

    @Override
    public void close() {
        spark.sparkContext().setLocalProperty(DESCRIPTION, callersDescription);
    }
}
