package io.sparcode.jobs;

import io.sparcode.config.JobConfiguration;
import java.io.IOException;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** One thing that the command line runs. */
interface Job {
    /** Returns the name on the command line. */
    String name();

    /** Returns what it does, in a sentence. */
    String description();

    /** Returns the sections of the configuration that it reads. */
    Set<String> sections();

    /**
     * Makes everything of the configuration that the job reads, so that what is out of range is refused before Spark
     * starts.
     */
    void check(JobConfiguration configuration);

    /** Runs to the end. */
    Summary run(SparkSession spark, JobConfiguration configuration) throws IOException;
}
