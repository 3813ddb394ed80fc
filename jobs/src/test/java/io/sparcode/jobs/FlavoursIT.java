package io.sparcode.jobs;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.Ingest;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.training.EpochMetrics;
import io.sparcode.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every flavour on MNIST: the table of {@code conf/flavours/README.md}, written to {@code target/flavours.md}, and the
 * figures that one worker must reach.
 *
 * <p>The system properties {@code flavours} and {@code workers} take lists; a number of workers may be followed by the
 * minibatch of each, which is the flavour's otherwise: {@code -Dflavours=conv-small -Dworkers=1,2,4x64}. Two and four workers must come within
 * a tenth and a fifth of one worker.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class FlavoursIT {
    /**
     * Test errors of the same graphs in a plain single-process run: seed 0, 5 epochs, batch 64; of denoising ones from
     * corrupted inputs.
     */
    private static final Map<String, Double> FIGURES = Map.of(
            "vanilla-linear", 0.0099,
            "vanilla-sigmoid", 0.0045,
            "sparse-l1", 0.0170,
            "sparse-relu", 0.0063,
            "multilayer-linear", 0.0142,
            "multilayer", 0.0064,
            "conv-small", 0.0017,
            "denoising-gaussian", 0.0172);

    /** How far above its figure an error may be. */
    private static final double TOLERANCE = 1.05;

    /** Mean activities of codes, lowest and highest. */
    private static final Map<String, double[]> ACTIVITIES =
            Map.of("vanilla-linear", new double[] {0.45, 0.55}, "sparse-l1", new double[] {0.12, 0.17});

    @TempDir
    private Path directory;

    @Test
    void oneWorkerReachesThePublishedFiguresAndTheTableSaysWhatMoreReach() throws IOException {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "16")
                .config("spark.broadcast.compress", "false")
                .getOrCreate();
        DatasetSummary dataset =
                new Ingest(MnistScenario.of("vanilla-linear", directory).ingest()).run(spark);
        Dataset<Row> rows = spark.read().parquet(directory + "/dataset").cache();
        List<Result> results = new ArrayList<>();
        for (String flavour : flavours()) {
            for (String[] workers : workers()) {
                results.add(median(flavour, workers, rows, dataset.fingerprint()));
                Files.write(Path.of("target", "flavours.md"), table(results));
            }
        }
        spark.stop();
        assertAll(results.stream().map(result -> () -> result.check(results)));
    }

    /** The published errors are of one seed each, and seeds differ by up to a tenth: the median of several is held. */
    private Result median(String flavour, String[] workers, Dataset<Row> rows, String fingerprint) {
        List<Result> bySeed = new ArrayList<>();
        for (String seed : System.getProperty("seeds", "0,1,2").split(",")) {
            bySeed.add(result(flavour, workers, Long.parseLong(seed), rows, fingerprint));
        }
        bySeed.sort(Comparator.comparingDouble(Result::error));
        return bySeed.get(bySeed.size() / 2);
    }

    private Result result(String flavour, String[] workers, long seed, Dataset<Row> rows, String fingerprint) {
        Autoencoder estimator = TrainJob.autoencoder(
                        MnistScenario.of(flavour, directory).train(), fingerprint)
                .setSeed(seed)
                .setNumWorkers(Integer.parseInt(workers[0]));
        if (workers.length > 1) {
            estimator.setBatchSize(Integer.parseInt(workers[1]));
        }
        AutoencoderModel model = estimator.fit(rows);
        model.setCorrupt(!model.architecture().corruptions().isEmpty());
        Dataset<Row> test = model.transform(rows.where(col(ImageRows.SPLIT).equalTo(ImageRows.TEST)))
                .cache();
        double error = test.agg(avg("reconstruction_mse")).first().getDouble(0);
        Row activity = test.select(explode(col("code")).as("unit"))
                .agg(
                        avg(abs(col("unit"))),
                        avg(when(abs(col("unit")).lt(1e-6), lit(1)).otherwise(lit(0))))
                .first();
        test.unpersist();
        return new Result(
                flavour,
                estimator.getNumWorkers(),
                estimator.getBatchSize() > 0
                        ? estimator.getBatchSize()
                        : TrainingOptions.batchSizeOfEach(estimator.getNumWorkers()),
                model.codeSize(),
                error,
                activity.getDouble(0),
                activity.getDouble(1),
                model.history());
    }

    private static List<String> flavours() throws IOException {
        String chosen = System.getProperty("flavours");
        if (chosen != null) {
            return Arrays.asList(chosen.split(","));
        }
        try (var files = Files.list(MnistScenario.CONFIGURATIONS.resolve("flavours"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".conf"))
                    .map(name -> name.substring(0, name.length() - ".conf".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Returns numbers of workers, each with the minibatch if one is given. */
    private static List<String[]> workers() {
        return Arrays.stream(System.getProperty("workers", "1,2,4").split(","))
                .map(each -> each.split("x"))
                .toList();
    }

    private static List<String> table(List<Result> results) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| flavour | workers | batch of each | code | test error | mean activity | zeros | images/s | seconds |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        results.forEach(result -> lines.add(result.row()));
        return lines;
    }

    private record Result(
            String flavour,
            int workers,
            int batchSize,
            int codeSize,
            double error,
            double activity,
            double zeros,
            List<EpochMetrics> history) {
        void check(List<Result> all) {
            if (workers > 1) {
                all.stream()
                        .filter(one -> one.workers == 1 && one.flavour.equals(flavour))
                        .forEach(this::checkAgainst);
                return;
            }
            double highest = FIGURES.getOrDefault(flavour, Double.POSITIVE_INFINITY) * TOLERANCE;
            assertTrue(error <= highest, () -> flavour + " has error " + error + ", at most " + highest + " allowed");
            double[] range = ACTIVITIES.get(flavour);
            assertTrue(
                    range == null || activity >= range[0] && activity <= range[1],
                    () -> flavour + " has mean activity " + activity + ", allowed is " + Arrays.toString(range));
        }

        private void checkAgainst(Result one) {
            double highest = one.error * (workers == 2 ? 1.1 : 1.2);
            assertTrue(
                    error <= highest,
                    () -> flavour + " has error " + error + " with " + workers + " workers, at most " + highest
                            + " allowed after one worker's " + one.error);
        }

        String row() {
            double[] rates = history.stream()
                    .mapToDouble(EpochMetrics::imagesPerSecond)
                    .sorted()
                    .toArray();
            double seconds = history.stream().mapToDouble(EpochMetrics::seconds).sum();
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %d | %d | %d | %.4f | %.2f | %.0f %% | %,.0f | %.0f |",
                    flavour,
                    workers,
                    batchSize,
                    codeSize,
                    error,
                    activity,
                    100 * zeros,
                    rates[rates.length / 2],
                    seconds);
        }
    }
}
