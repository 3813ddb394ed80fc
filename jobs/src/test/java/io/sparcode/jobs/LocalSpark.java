package io.sparcode.jobs;

import org.apache.spark.sql.SparkSession;

/** Spark in the tests' own process, with two task slots. */
final class LocalSpark {
    private LocalSpark() {}

    /** Returns what makes a session, which the caller stops. */
    static SparkSession.Builder builder() {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "4");
    }
}
