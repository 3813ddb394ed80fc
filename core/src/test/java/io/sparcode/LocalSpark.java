package io.sparcode;

import org.apache.spark.sql.SparkSession;

/** The one local Spark of the unit tests, two task slots, made when first asked for. */
public final class LocalSpark {
    private LocalSpark() {}

    /** Returns the session. */
    public static SparkSession session() {
        if (SparkSession.getDefaultSession().isDefined()) {
            return SparkSession.getDefaultSession().get();
        }
        return SparkSession.builder()
                .master("local[2]")
                .appName("sparcode-test")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/spark-warehouse")
                .getOrCreate();
    }
}
