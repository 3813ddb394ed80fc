package io.sparcode.ml;

import io.sparcode.BenchmarkSpark;
import io.sparcode.config.ConfigurationFiles;
import io.sparcode.dataset.Ingest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many records a second go from Parquet to Parquet, with codes and all scores? 28x28 digits, a dense autoencoder of 64
 * units, the default, two task slots.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(EncodingBenchmark.RECORDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 3)
public class EncodingBenchmark {
    static final int RECORDS = 200_000;

    private Path folder;
    private SparkSession spark;
    private AutoencoderModel model;

    /** Draws the digits and trains for an epoch. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("encoding");
        spark = BenchmarkSpark.local(2);
        new Ingest(new ConfigurationFiles()
                        .read(
                                List.of(),
                                List.of(
                                        "output-dir=" + folder,
                                        "ingest.input=synthetic:digits",
                                        "ingest.synthetic.count=" + RECORDS))
                        .ingest())
                .run(spark);
        model = new Autoencoder().setEpochs(1).fit(dataset());
    }

    private Dataset<Row> dataset() {
        return spark.read().parquet(folder.resolve("dataset").toString());
    }

    /** Encodes all of them. */
    @Benchmark
    public void encode() {
        model.transform(dataset())
                .drop("image")
                .write()
                .options(model.parquetOptions())
                .mode(SaveMode.Overwrite)
                .parquet(folder.resolve("codes").toString());
    }

    /** Stops Spark and deletes the files. */
    @TearDown(Level.Trial)
    public void stop() throws IOException {
        spark.stop();
        FileUtils.deleteDirectory(folder.toFile());
    }
}
