package io.sparcode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Spark with executors in processes of their own, on this machine. */
public final class LocalCluster {
    private LocalCluster() {}

    /**
     * Prepares a session with executors of one core each. The caller starts and stops it.
     *
     * <p>Spark 3.5's local cluster wants a {@code SPARK_HOME} with a {@code jars} folder, which may be empty; the
     * executors take the test's class path.
     */
    public static SparkSession.Builder builder(int executors) {
        try {
            Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SparkSession.builder()
                .master("local-cluster[" + executors + ",1,1024]")
                .appName("sparcode-cluster-test")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }
}
