package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.analysis.PrincipalComponents;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.Activation;
import io.sparcode.model.Architecture;
import io.sparcode.model.Dense;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tied linear weights against principal components of MNIST, which span what they come to span (Baldi and Hornik 1989). The
 * error alone is held: where component k + 1 varies nearly as much as component k, a span with the one instead of the other
 * is as good, at an angle of up to 90 degrees. Figures go to {@code target/tied-linear.md}. The system properties {@code workers} and {@code epochs} are
 * those of {@link FlavoursIT}; of workers the first count.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class TiedLinearIT {
    @TempDir
    private static Path directory;

    private static final List<String> TABLE = new ArrayList<>();
    private static MnistTrial mnist;

    @BeforeAll
    static void ingest() throws IOException {
        mnist = new MnistTrial(directory);
        TABLE.add(
                "| k | test error | PCA | ratio | largest angle, degrees | of the span shared | variance of k + 1 / of k |");
        TABLE.add("| --- | --- | --- | --- | --- | --- | --- |");
    }

    @AfterAll
    static void stop() throws IOException {
        if (mnist != null) {
            Files.write(Path.of("target", "tied-linear.md"), TABLE);
            mnist.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 64})
    void errorIsThatOfAsManyPrincipalComponents(int k) {
        String workers = MnistTrial.list("workers", "1").get(0).split("x")[0];
        Autoencoder estimator = mnist.estimator("tied-linear").setNumWorkers(Integer.parseInt(workers));
        Architecture flavour = estimator.getArchitecture();
        AutoencoderModel model = estimator
                .setArchitecture(new Architecture(
                        List.of(new Dense(k, Activation.LINEAR)),
                        flavour.decoder(),
                        flavour.loss(),
                        flavour.penalties(),
                        flavour.corruptions(),
                        null))
                .fit(mnist.rows());
        double error = mnist.testError(model);
        Map<String, Double> figures = new FlavourFigures(mnist)
                .of(estimator, model, error).stream()
                        .collect(Collectors.toMap(FlavourFigures.Figure::name, FlavourFigures.Figure::value));
        double ratio = figures.get(FlavourFigures.RATIO_TO_PCA);
        PrincipalComponents components = mnist.components();
        TABLE.add(String.format(
                Locale.ROOT,
                "| %d | %.6f | %.6f | %.4f | %.2f | %.4f | %.3f |",
                k,
                error,
                mnist.componentErrors()[k],
                ratio,
                figures.get(FlavourFigures.ANGLE),
                figures.get(FlavourFigures.SHARED),
                components.variance(k) / components.variance(k - 1)));
        assertTrue(
                MnistTrial.isShortened() || ratio <= 1.01, () -> "error is " + ratio + " times that of PCA, k = " + k);
    }
}
