package io.sparcode.dataset;

import org.apache.spark.sql.SparkSession;

/** The one session of this package's tests, with two task slots. */
final class TestSpark {
    private TestSpark() {}

    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("dataset tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/sparcode-warehouse")
                .getOrCreate();
    }
}
