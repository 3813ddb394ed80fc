package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.analysis.PrincipalComponents;
import io.sparcode.config.ConfigurationFiles;
import io.sparcode.config.JobConfiguration;
import io.sparcode.image.ImageGrid;
import io.sparcode.image.ImageShape;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.TensorShape;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The scenarios of CIFAR-10 against principal components of the same code size, fitted to the same training images, on images
 * that neither has seen: the table of {@code conf/flavours/README.md}, written to {@code target/cifar.md}, and in
 * {@code target/cifar.png} some of those images above what principal components and the models of two workers make of them.
 *
 * <p>The system properties {@code seeds} and {@code workers} take lists, 0 and 1,2 unless they are given.
 */
@EnabledIfEnvironmentVariable(
        named = "CIFAR10_DIR",
        matches = ".+",
        disabledReason = "CIFAR10_DIR names no folder with CIFAR-10's binary files")
class CifarIT {
    private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
    private static final List<String> SCENARIOS = List.of("cifar10-conv", "cifar10-variational");

    /** Images in the picture, and how many of its pixels one of theirs is wide. */
    private static final int SHOWN = 12;

    private static final int SCALE = 3;

    @TempDir
    private Path directory;

    private DatasetTrial cifar;
    private PrincipalComponents components;
    private double[] componentErrors;
    private JavaRDD<float[]> test;

    @Test
    void autoencodersBeatPrincipalComponentsOfTheSameCodeSize() throws IOException {
        try (DatasetTrial opened = new DatasetTrial(scenario(SCENARIOS.get(0)))) {
            cifar = opened;
            beatPrincipalComponents();
        }
    }

    private void beatPrincipalComponents() throws IOException {
        int largestCode = SCENARIOS.stream()
                .map(name -> scenario(name).train().architecture().codeShape(TensorShape.of(SHAPE)))
                .mapToInt(TensorShape::size)
                .max()
                .orElseThrow();
        components = cifar.components(largestCode);
        test = DatasetTrial.values(cifar.test());
        componentErrors = components.errors(test);
        List<float[]> shown =
                DatasetTrial.values(DatasetTrial.first(SHOWN, cifar.test())).collect();
        List<Result> results = new ArrayList<>();
        List<List<float[]>> picture = new ArrayList<>(List.of(shown));
        for (String name : SCENARIOS) {
            for (int workers : DatasetTrial.numbers("workers", "1,2")) {
                for (int seed : DatasetTrial.numbers("seeds", "0")) {
                    AutoencoderModel model = train(name, workers, seed);
                    results.add(result(name, workers, seed, model));
                    Files.write(Path.of("target", "cifar.md"), table(results));
                    if (workers == 2 && seed == 0) {
                        picture.add(shown.stream()
                                .map(image -> components.reconstruct(image, model.codeSize()))
                                .toList());
                        picture.add(reconstructions(model, shown));
                    }
                }
            }
        }
        write(picture);
        assertAll(results.stream().map(result -> result::check));
    }

    private JobConfiguration scenario(String name) {
        return new ConfigurationFiles()
                .read(
                        List.of(MnistScenario.CONFIGURATIONS.resolve(name + ".conf")),
                        List.of(
                                "output-dir=" + directory,
                                "ingest.input=" + System.getenv("CIFAR10_DIR"),
                                "train.checkpoint.directory="));
    }

    private AutoencoderModel train(String name, int workers, long seed) {
        return cifar.estimator(scenario(name).train())
                .setNumWorkers(workers)
                .setSeed(seed)
                .fit(cifar.rows());
    }

    private Result result(String name, int workers, long seed, AutoencoderModel model) {
        int codeSize = model.codeSize();
        return new Result(
                name,
                workers,
                seed,
                codeSize,
                cifar.testError(model),
                componentErrors[codeSize],
                clippedError(components, codeSize, test),
                model.history());
    }

    /** Returns the mean squared error a value of images from their components, brought into [0, 1] first. */
    private static double clippedError(PrincipalComponents components, int count, JavaRDD<float[]> images) {
        return images.mapToDouble(image -> {
                    float[] projection = components.reconstruct(image, count);
                    double sum = 0;
                    for (int i = 0; i < image.length; i++) {
                        double difference = image[i] - Math.max(0, Math.min(1, projection[i]));
                        sum += difference * difference;
                    }
                    return sum / image.length;
                })
                .mean();
    }

    private static List<float[]> reconstructions(AutoencoderModel model, List<float[]> images) {
        return List.of(model.network()
                .outputSingle(Nd4j.create(images.toArray(float[][]::new)))
                .toFloatMatrix());
    }

    private static void write(List<List<float[]>> picture) throws IOException {
        int side = SHAPE.width() * SCALE;
        ImageGrid grid = new ImageGrid(picture.size(), SHOWN, side, side);
        for (int row = 0; row < picture.size(); row++) {
            for (int image = 0; image < SHOWN; image++) {
                grid.draw(row, image, SHAPE, picture.get(row).get(image), 0, 1);
            }
        }
        Files.write(Path.of("target", "cifar.png"), grid.png());
    }

    private static List<String> table(List<Result> results) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| scenario | workers | seed | code | epochs | test error | of PCA | of PCA in [0, 1] | images/s | seconds |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        results.forEach(result -> lines.add(result.row()));
        return lines;
    }

    /**
     * What a model reached.
     *
     * @param error mean squared error a value on the test images
     * @param linearError that of as many principal components
     * @param clippedError the same with what lies outside of [0, 1], where the models' outputs cannot be, brought into it
     */
    private record Result(
            String name,
            int workers,
            long seed,
            int codeSize,
            double error,
            double linearError,
            double clippedError,
            List<EpochMetrics> history) {
        void check() {
            assertTrue(error < Math.min(linearError, clippedError), this::row);
        }

        String row() {
            double[] rates = history.stream()
                    .mapToDouble(EpochMetrics::imagesPerSecond)
                    .sorted()
                    .toArray();
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %d | %d | %d | %d | %.5f | %.5f | %.5f | %,.0f | %.0f |",
                    name,
                    workers,
                    seed,
                    codeSize,
                    history.size(),
                    error,
                    linearError,
                    clippedError,
                    rates[rates.length / 2],
                    history.stream().mapToDouble(EpochMetrics::seconds).sum());
        }
    }
}
