package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.TrainOptions;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stacked flavour on MNIST against the same graph trained at once for as many passes over the data: the table of
 * {@code conf/flavours/README.md}, written to {@code target/stacked.md}.
 *
 * <p>The system property {@code stacked} names another flavour of three layers. {@code seeds}, {@code workers} and {@code splits} take lists; a split is the passes for each
 * layer and those for the whole graph, the flavour's own unless it is given: {@code -Dsplits=1+5,2+8}.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class StackedIT {
    private static final int LAYERS = 3;

    private static final String FLAVOUR = System.getProperty("stacked", "stacked");

    @TempDir
    private Path directory;

    private MnistTrial mnist;

    @Test
    void stackedIsNotWorseThanTheSameGraphTrainedAtOnceForAsManyPasses() throws IOException {
        List<Comparison> comparisons = new ArrayList<>();
        try (MnistTrial opened = new MnistTrial(directory)) {
            mnist = opened;
            for (int[] split : splits()) {
                for (int workers : MnistTrial.numbers("workers", "1,2")) {
                    comparisons.add(compare(split[0], split[1], workers));
                    Files.write(Path.of("target", "stacked.md"), table(comparisons));
                }
            }
        }
        assertAll(comparisons.stream().map(comparison -> comparison::check));
    }

    private Comparison compare(int layerEpochs, int epochs, int workers) {
        List<Result> stacked = new ArrayList<>();
        List<Result> atOnce = new ArrayList<>();
        for (int seed : MnistTrial.numbers("seeds", "0,1,2")) {
            stacked.add(result(layerEpochs, epochs, workers, seed));
            atOnce.add(result(0, LAYERS * layerEpochs + epochs, workers, seed));
        }
        return new Comparison(layerEpochs, epochs, workers, stacked, atOnce);
    }

    private Result result(int layerEpochs, int epochs, int workers, long seed) {
        Autoencoder estimator = mnist.estimator(options())
                .setLayerwiseEpochs(layerEpochs)
                .setEpochs(epochs)
                .setNumWorkers(workers)
                .setSeed(seed);
        AutoencoderModel model = estimator.fit(mnist.rows());
        return new Result(
                mnist.testError(model),
                model.history().stream().mapToDouble(EpochMetrics::seconds).sum());
    }

    private TrainOptions options() {
        return MnistScenario.of(FLAVOUR, directory).train();
    }

    private List<int[]> splits() {
        String own = options().layerwiseEpochs() + "+" + options().epochs();
        return Arrays.stream(System.getProperty("splits", own).split(","))
                .map(split -> Arrays.stream(split.split("\\+"))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toList();
    }

    private static List<String> table(List<Comparison> comparisons) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| passes for each layer | for the whole graph | workers | stacked | seconds | at once, passes | | seconds |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
        comparisons.forEach(comparison -> lines.add(comparison.row()));
        return lines;
    }

    private record Result(double error, double seconds) {}

    private record Comparison(int layerEpochs, int epochs, int workers, List<Result> stacked, List<Result> atOnce) {
        void check() {
            assertTrue(
                    median(stacked, true) <= median(atOnce, true),
                    () -> "stacked has the errors " + stacked + " with " + workers + " workers, at once " + atOnce);
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %d | %d | %s | %.0f | %d | %s | %.0f |",
                    layerEpochs,
                    epochs,
                    workers,
                    errors(stacked),
                    median(stacked, false),
                    LAYERS * layerEpochs + epochs,
                    errors(atOnce),
                    median(atOnce, false));
        }

        private static double median(List<Result> results, boolean ofErrors) {
            double[] sorted = results.stream()
                    .mapToDouble(result -> ofErrors ? result.error : result.seconds)
                    .sorted()
                    .toArray();
            return sorted[sorted.length / 2];
        }

        private static String errors(List<Result> results) {
            return String.join(
                    ", ",
                    results.stream()
                            .map(result -> String.format(Locale.ROOT, "%.5f", result.error))
                            .toList());
        }
    }
}
