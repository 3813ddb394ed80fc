package io.sparcode.jobs;

import io.sparcode.config.TrainOptions;
import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.Optimization;
import io.sparcode.model.TensorShape;
import io.sparcode.training.AveragingSchedule;
import io.sparcode.training.CheckpointOptions;
import io.sparcode.training.EarlyStopping;
import io.sparcode.training.EpochMetrics;
import io.sparcode.training.OuterOptimizer;
import io.sparcode.training.ParameterAveraging;
import io.sparcode.training.TrainingFailedException;
import io.sparcode.training.TrainingListener;
import io.sparcode.training.TrainingOptions;
import io.sparcode.training.UpdaterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How does MNIST's test error depend on workers, averaging frequency, moments and outer momentum? Writes the tables of
 * {@code core/PERFORMANCE.md} to {@code target/convergence.md}: a hundred times the error after equal passes over the data, and after the
 * time that one worker takes for them.
 *
 * <p>The system property {@code convergence} says how many training images to take: {@code -Dconvergence=20000};
 * {@code flavours}, {@code workers} and {@code frequencies} take lists.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
@EnabledIfSystemProperty(
        named = "convergence",
        matches = "\\d+",
        disabledReason = "takes most of an hour: only where the property convergence says how many images")
class ConvergenceIT {
    private static final int EPOCHS = 5;
    /** Quick settings go on for as long as one worker takes for {@link #EPOCHS}, but not for ever. */
    private static final int MOST_EPOCHS = 4 * EPOCHS;

    private static final UpdaterState[] STATES = {UpdaterState.AVERAGED, UpdaterState.RESET};
    private static final double[] MOMENTA = {0, 0.2, 0.5, 0.9};

    @TempDir
    private Path directory;

    private final List<String> table = new ArrayList<>();

    @Test
    void tables() throws IOException {
        try (MnistTrial mnist = new MnistTrial(directory)) {
            Dataset<Row> training = MnistTrial.first(Integer.getInteger("convergence"), mnist.train())
                    .cache();
            for (String flavour : MnistTrial.list("flavours", "vanilla-sigmoid,multilayer,conv-small")) {
                tables(flavour, training, mnist.test());
            }
        }
    }

    private void tables(String flavour, Dataset<Row> training, Dataset<Row> test) throws IOException {
        TrainOptions options = MnistScenario.of(flavour, directory).train();
        ComputationGraph graph = options.architecture()
                .toGraph(new TensorShape(1, 28, 28), Optimization.constant(options.optimizer()), options.seed());
        Curve one;
        try (Data data = new Data(training, test, 1)) {
            Setting alone = new Setting(1, 100, UpdaterState.AVERAGED, 0);
            // Until the compiler has seen it all, an epoch takes a multiple of its time.
            train(graph, data, alone, Double.POSITIVE_INFINITY);
            one = train(graph, data, alone, Double.POSITIVE_INFINITY);
            write(
                    "",
                    String.format(
                            Locale.ROOT,
                            "`%s`, one worker: %.4f after %d passes in %.1f s",
                            flavour,
                            one.errorAfterPasses(),
                            EPOCHS,
                            one.secondsOfPasses()));
        }
        write(
                "",
                "| workers | frequency | seconds at most |" + header(),
                "| --- | --- | --- |" + " --- |".repeat(STATES.length * MOMENTA.length));
        for (int workers : MnistTrial.numbers("workers", "2,4,8")) {
            try (Data data = new Data(training, test, workers)) {
                for (int frequency : MnistTrial.numbers("frequencies", "100,25,5,1")) {
                    row(graph, data, workers, frequency, one.secondsOfPasses());
                }
            }
        }
    }

    private static String header() {
        StringBuilder header = new StringBuilder();
        for (UpdaterState state : STATES) {
            for (double momentum : MOMENTA) {
                header.append(' ').append(state.name().toLowerCase(Locale.ROOT));
                header.append(String.format(Locale.ROOT, " %.1f |", momentum));
            }
        }
        return header.toString();
    }

    private void row(ComputationGraph graph, Data data, int workers, int frequency, double seconds) throws IOException {
        StringBuilder cells = new StringBuilder();
        double slowest = 0;
        for (UpdaterState state : STATES) {
            for (double momentum : MOMENTA) {
                Curve curve = train(graph, data, new Setting(workers, frequency, state, momentum), seconds);
                cells.append(String.format(
                        Locale.ROOT,
                        " %.2f / %.2f |",
                        100 * curve.errorAfterPasses(),
                        100 * curve.errorAfter(seconds)));
                slowest = Math.max(slowest, curve.secondsOfPasses());
            }
        }
        write(String.format(Locale.ROOT, "| %d | %d | %.1f |%s", workers, frequency, slowest, cells)
                .replace("NaN", "–"));
    }

    private void write(String... lines) throws IOException {
        table.addAll(Arrays.asList(lines));
        Files.write(Path.of("target", "convergence.md"), table);
    }

    private Curve train(ComputationGraph graph, Data data, Setting setting, double seconds) {
        Curve curve = new Curve(seconds);
        TrainingOptions options = new TrainingOptions(
                setting.workers,
                Double.isFinite(seconds) ? MOST_EPOCHS : EPOCHS,
                TrainingOptions.batchSizeOfEach(setting.workers),
                AveragingSchedule.every(setting.frequency),
                new OuterOptimizer(1, setting.momentum),
                setting.state,
                EarlyStopping.NEVER,
                CheckpointOptions.NONE,
                0);
        try {
            new ParameterAveraging(options, curve)
                    .fit(graph, data.training, Optional.of(data.validation), "convergence");
        } catch (Enough e) {
            // Both passes and time are over.
        } catch (TrainingFailedException e) {
            curve.diverged();
        }
        return curve;
    }

    private record Setting(int workers, int frequency, UpdaterState state, double momentum) {}

    /** Records divided for a number of workers. */
    private static final class Data implements AutoCloseable {
        private final ShardedBlocks training;
        private final ShardedBlocks validation;

        Data(Dataset<Row> trainingRows, Dataset<Row> testRows, int workers) {
            training = ShardedBlocks.of(trainingRows, ImageRows.IMAGE, workers);
            validation = ShardedBlocks.of(testRows, ImageRows.IMAGE, workers);
        }

        @Override
        public void close() {
            training.close();
            validation.close();
        }
    }

    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Errors over passes and over time, evaluations left out; ends the training once both limits are reached. */
    private static final class Curve implements TrainingListener {
        private final double secondsWanted;
        private final List<Double> errors = new ArrayList<>();
        private final List<Double> seconds = new ArrayList<>();

        Curve(double secondsWanted) {
            this.secondsWanted = secondsWanted;
        }

        @Override
        public void epochEnded(EpochMetrics metrics) {
            double before = seconds.isEmpty() ? 0 : seconds.get(seconds.size() - 1);
            seconds.add(before + metrics.images() / metrics.imagesPerSecond());
            errors.add(metrics.validationMse());
            if (errors.size() >= EPOCHS && seconds.get(seconds.size() - 1) >= secondsWanted) {
                throw new Enough();
            }
        }

        /** Has the errors that are missing be not numbers. */
        void diverged() {
            while (errors.size() < EPOCHS) {
                errors.add(Double.NaN);
                seconds.add(Double.NaN);
            }
        }

        double errorAfterPasses() {
            return errors.get(EPOCHS - 1);
        }

        double secondsOfPasses() {
            return seconds.get(EPOCHS - 1);
        }

        /** Returns the error at a time, straight between two epochs; not a number outside of what was trained. */
        double errorAfter(double time) {
            for (int i = 0; i < seconds.size(); i++) {
                if (seconds.get(i) >= time) {
                    if (i == 0) {
                        return Double.NaN;
                    }
                    double share = (time - seconds.get(i - 1)) / (seconds.get(i) - seconds.get(i - 1));
                    return errors.get(i - 1) + share * (errors.get(i) - errors.get(i - 1));
                }
            }
            return Double.NaN;
        }
    }
}
