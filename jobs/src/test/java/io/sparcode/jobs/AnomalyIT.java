package io.sparcode.jobs;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.ImageRows;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
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

    private static final List<String> SCORES = List.of(
            EncodedColumns.RECONSTRUCTION_MSE,
            EncodedColumns.RECONSTRUCTION_BCE,
            EncodedColumns.ANOMALY_SCORE,
            EncodedColumns.KL_DIVERGENCE,
            EncodedColumns.ELBO,
            EncodedColumns.LOG_LIKELIHOOD);

    /** The scores of which less is stranger. */
    private static final Set<String> LIKELIHOODS = Set.of(EncodedColumns.ELBO, EncodedColumns.LOG_LIKELIHOOD);

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
                ranking(model, digit)
                        .forEach((score, ranked) -> figures.computeIfAbsent(score, name -> new ArrayList<>())
                                .add(new AnomalyResult.OfDigit(digit, ranked)));
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
    private Map<String, RankingFigures> ranking(AutoencoderModel model, int normal) {
        Dataset<Row> encoded = model.transform(mnist.test());
        List<String> scores = SCORES.stream()
                .filter(Arrays.asList(encoded.columns())::contains)
                .toList();
        List<Column> columns = new ArrayList<>(List.of(col(ImageRows.LABEL).notEqual(normal)));
        scores.forEach(
                score -> columns.add(LIKELIHOODS.contains(score) ? col(score).unary_$minus() : col(score)));
        List<Row> rows = encoded.select(columns.toArray(Column[]::new)).collectAsList();
        boolean[] anomalous = new boolean[rows.size()];
        double[][] values = new double[scores.size()][rows.size()];
        for (int i = 0; i < anomalous.length; i++) {
            Row row = rows.get(i);
            anomalous[i] = row.getBoolean(0);
            for (int score = 0; score < values.length; score++) {
                values[score][i] = row.getDouble(score + 1);
            }
        }
        Map<String, RankingFigures> ranking = new LinkedHashMap<>();
        for (int score = 0; score < values.length; score++) {
            ranking.put(scores.get(score), RankingFigures.of(values[score], anomalous));
        }
        return ranking;
    }
}
