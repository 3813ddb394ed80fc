package io.sparcode.jobs;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every flavour on MNIST: the table of {@code conf/flavours/README.md}, written to {@code target/flavours.md}, pictures in
 * {@code target/flavours}, and the figures that one worker must reach.
 *
 * <p>The system properties {@code flavours}, {@code workers} and {@code seeds} take lists; a number of workers may be followed
 * by the minibatch of each, which is the flavour's otherwise: {@code -Dflavours=conv-small -Dworkers=1,2,4x64}. Two and four
 * workers must come within a tenth and a fifth of one worker. {@code epochs} takes the place of the flavours' own; then
 * nothing has to be reached.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class FlavoursIT {
    @TempDir
    private Path directory;

    private MnistTrial mnist;
    private FlavourFigures figures;
    private FlavourPictures pictures;

    @Test
    void oneWorkerReachesThePublishedFiguresAndTheTableSaysWhatMoreReach() throws IOException {
        List<FlavourResult> results = new ArrayList<>();
        try (MnistTrial opened = new MnistTrial(directory)) {
            mnist = opened;
            figures = new FlavourFigures(mnist);
            pictures = new FlavourPictures(mnist);
            for (String flavour : MnistTrial.flavours()) {
                boolean drawn = false;
                for (String workers : MnistTrial.list("workers", "1,2,4")) {
                    Trained trained = median(flavour, workers.split("x"));
                    results.add(result(flavour, trained));
                    Files.write(Path.of("target", "flavours.md"), FlavourResult.table(results));
                    if (!drawn) {
                        pictures.write(flavour, trained.model);
                        drawn = true;
                    }
                }
            }
        }
        if (!MnistTrial.isShortened()) {
            assertAll(results.stream()
                    .flatMap(result -> result.checks(results).stream())
                    .map(check -> check::run));
        }
    }

    /** The published errors are of one seed each, and seeds differ by up to a tenth: the median of several is held. */
    private Trained median(String flavour, String[] workers) {
        List<Trained> bySeed = new ArrayList<>();
        for (String seed : MnistTrial.list("seeds", "0,1,2")) {
            bySeed.add(train(flavour, workers, Long.parseLong(seed)));
        }
        bySeed.sort(Comparator.comparingDouble(Trained::error));
        return bySeed.get(bySeed.size() / 2);
    }

    private Trained train(String flavour, String[] workers, long seed) {
        Autoencoder estimator = mnist.estimator(flavour).setSeed(seed).setNumWorkers(Integer.parseInt(workers[0]));
        if (workers.length > 1) {
            estimator.setBatchSize(Integer.parseInt(workers[1]));
        }
        AutoencoderModel model = estimator.fit(mnist.rows());
        // What a variational one's log-likelihoods cost is spent on the figures of its own kind alone.
        model.setCorrupt(!model.architecture().corruptions().isEmpty()).setImportanceSamples(0);
        Dataset<Row> test = model.transform(mnist.test()).cache();
        double error = test.agg(avg(EncodedColumns.RECONSTRUCTION_MSE)).first().getDouble(0);
        Row activity = test.select(explode(col(model.getOutputCol())).as("unit"))
                .agg(
                        avg(abs(col("unit"))),
                        avg(when(abs(col("unit")).lt(1e-6), lit(1)).otherwise(lit(0))))
                .first();
        test.unpersist();
        return new Trained(estimator, model, error, activity.getDouble(0), activity.getDouble(1));
    }

    private FlavourResult result(String flavour, Trained trained) {
        double[] componentErrors = mnist.componentErrors();
        Autoencoder estimator = trained.estimator;
        int codeSize = trained.model.codeSize();
        return new FlavourResult(
                flavour,
                estimator.getNumWorkers(),
                estimator.getBatchSize() > 0
                        ? estimator.getBatchSize()
                        : TrainingOptions.batchSizeOfEach(estimator.getNumWorkers()),
                codeSize,
                trained.model.engine().name(),
                trained.error,
                codeSize < componentErrors.length ? componentErrors[codeSize] : Double.NaN,
                figures.of(estimator, trained.model, trained.error),
                trained.activity,
                trained.zeros,
                trained.model.history());
    }

    private record Trained(
            Autoencoder estimator, AutoencoderModel model, double error, double activity, double zeros) {}
}
