package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.analysis.Detection;
import io.sparcode.analysis.Detections;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every flavour as a detector of anomalies: trained on one of MNIST's digits, tested on all, for each digit in turn. The
 * table of {@code conf/flavours/README.md}, written to {@code target/anomalies.md}.
 *
 * <p>A digit has a tenth of the training images, so that every flavour is given fifty epochs: as many steps as most take for
 * all digits. The system properties {@code flavours}, {@code digits} and {@code seeds} take lists; {@code epochs} takes the
 * place of the fifty, and then, or with fewer digits, nothing has to be reached.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class AnomalyIT {
    private static final int DIGITS = 10;
    private static final int EPOCHS = 50;

    /** What the best score of the best flavour must reach, on average over the digits. */
    private static final double LEAST_AUC = 0.95;

    @TempDir
    private Path directory;

    private MnistTrial mnist;

    @Test
    void theBestScoreTellsOneDigitFromTheOthers() throws IOException {
        List<AnomalyResult> results = new ArrayList<>();
        try (MnistTrial opened = new MnistTrial(directory)) {
            mnist = opened;
            for (String flavour : MnistTrial.flavours()) {
                results.add(result(flavour));
                Files.write(Path.of("target", "anomalies.md"), AnomalyResult.table(results));
            }
        }
        if (!MnistTrial.isShortened() && digits().size() == DIGITS) {
            AnomalyResult best = results.stream()
                    .max(Comparator.comparingDouble(AnomalyResult::bestAuc))
                    .orElseThrow();
            assertTrue(best.bestAuc() >= LEAST_AUC, best::row);
        }
    }

    private static List<Integer> digits() {
        return MnistTrial.numbers("digits", "0,1,2,3,4,5,6,7,8,9");
    }

    private AnomalyResult result(String flavour) {
        Map<String, List<AnomalyResult.OfDigit>> figures = new LinkedHashMap<>();
        List<Double> seconds = new ArrayList<>();
        int epochs = 0;
        int codeSize = 0;
        for (int seed : MnistTrial.numbers("seeds", "0")) {
            for (int digit : digits()) {
                Autoencoder estimator = estimator(flavour, digit, seed);
                AutoencoderModel model = estimator.fit(mnist.rows());
                for (Detection detection : detections(model, digit)) {
                    figures.computeIfAbsent(detection.score(), name -> new ArrayList<>())
                            .add(new AnomalyResult.OfDigit(digit, detection));
                }
                seconds.add(model.history().stream()
                        .mapToDouble(EpochMetrics::seconds)
                        .sum());
                epochs = estimator.getEpochs();
                codeSize = model.codeSize();
            }
        }
        seconds.sort(null);
        return new AnomalyResult(flavour, codeSize, epochs, seconds.get(seconds.size() / 2), figures);
    }

    private Autoencoder estimator(String flavour, int digit, long seed) {
        Autoencoder estimator = mnist.estimator(flavour);
        int layers = DIGITS * estimator.getLayerwiseEpochs();
        return estimator
                .setEpochs(Integer.getInteger("epochs", EPOCHS))
                .setLayerwiseEpochs(MnistTrial.isShortened() ? estimator.getLayerwiseEpochs() : layers)
                .setTrainingLabels(digit)
                .setNumWorkers(2)
                .setSeed(seed);
    }

    /** Returns how well each score that the model has tells test images of other digits from those of its own. */
    private List<Detection> detections(AutoencoderModel model, int normal) {
        Set<Integer> others = IntStream.range(0, DIGITS)
                .filter(digit -> digit != normal)
                .boxed()
                .collect(Collectors.toSet());
        Dataset<Row> encoded = model.transform(mnist.test()).cache();
        try {
            return Detections.of(encoded, others);
        } finally {
            encoded.unpersist();
        }
    }
}
