package io.sparcode;

import org.apache.spark.sql.SparkSession;

/** Spark as benchmarks start it: with the settings that the launcher gives it. */
public final class BenchmarkSpark {
    private BenchmarkSpark() {}

    /** Starts Spark in this process. */
    public static SparkSession local(int taskSlots) {
        return start(SparkSession.builder()
                .master("local[" + taskSlots + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1"));
    }

    /** Starts what a builder describes. */
    public static SparkSession start(SparkSession.Builder builder) {
        // As conf/spark-defaults.conf has them.
        return builder.config("spark.broadcast.compress", "false")
                .config("spark.task.maxDirectResultSize", "64m")
                .config("spark.sql.parquet.columnarReaderBatchSize", "512")
                .config("spark.executor.extraJavaOptions", "-XX:+UseParallelGC")
                .getOrCreate();
    }
}
