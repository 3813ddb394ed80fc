package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.ConfigurationFiles;
import io.sparcode.config.GenerateMode;
import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.Ingest;
import io.sparcode.generation.GeneratedRows;
import io.sparcode.generation.GenerationPicture;
import io.sparcode.generation.ImageGenerator;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Mask;
import io.sparcode.ml.AutoencoderModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inpainting and super-resolution of MNIST's test images beside what does without a model: the table of
 * {@code conf/flavours/README.md}, written to {@code target/generation.md}, with pictures beside it. The system property
 * {@code records} says how many images are inpainted, {@code epochs} takes the place of the models' own; then nothing has to
 * be reached.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class GenerationIT {
    private static final ImageShape SHAPE = new ImageShape(28, 28, 1);
    private static final Path TABLE = Path.of("target", "generation.md");

    private static final Map<String, GenerateMode.Hole> HOLES = Map.of(
            "middle 10x10", new GenerateMode.Hole("", 9, 9, 10, 10),
            "lower half", new GenerateMode.Hole("", 14, 0, 14, 28),
            "right half", new GenerateMode.Hole("", 0, 14, 28, 14));

    @TempDir
    private Path directory;

    private final List<String> lines = new ArrayList<>(
            List.of("| | method | MSE of the hole | PSNR | MSE | PSNR |", "| --- | --- | --- | --- | --- | --- |"));

    @Test
    void modelsFillHolesAndDoubleTheResolutionWithLessErrorThanWhatDoesWithoutOne() throws IOException {
        List<Runnable> checks = new ArrayList<>();
        int records = Integer.getInteger("records", 500);
        try (MnistTrial mnist = new MnistTrial(Files.createDirectory(directory.resolve("mnist")))) {
            inpaint(mnist, records, checks);
            upscale(mnist, checks);
        }
        Files.write(TABLE, lines);
        if (!MnistTrial.isShortened()) {
            assertAll(checks.stream().map(check -> check::run));
        }
    }

    private void inpaint(MnistTrial mnist, int records, List<Runnable> checks) throws IOException {
        AutoencoderModel model = mnist.estimator("variational").setNumWorkers(2).fit(mnist.rows());
        ImageGenerator generator = new ImageGenerator(mnist.rows().sparkSession(), model);
        GenerateMode.Search search = defaults(directory, "generate.mode=inpaint");
        for (Map.Entry<String, GenerateMode.Hole> hole : new TreeMap<>(HOLES).entrySet()) {
            GenerateMode.Hole place = hole.getValue();
            Mask mask = Mask.rectangle(SHAPE, place.top(), place.left(), place.height(), place.width());
            GenerateMode.Inpaint options =
                    new GenerateMode.Inpaint("dataset", new GenerateMode.Records("test", records, 0), place, search);
            Dataset<Row> made = generator.inpaint(mnist.rows(), mask, options).cache();
            Map<String, Double> errors =
                    addLines("hole: " + hole.getKey(), made, List.of("model", "telea", "navier-stokes"), true);
            Files.write(
                    Path.of("target", "inpaint-" + hole.getKey().replace(' ', '-') + ".png"),
                    GenerationPicture.ofRecords(made, mnist.rows(), "image", "", mask, 12));
            made.unpersist();
            for (String other : List.of("telea", "navier-stokes")) {
                checks.add(() -> assertTrue(errors.get("model") < errors.get(other), hole.getKey() + ": " + errors));
            }
        }
    }

    private void upscale(MnistTrial mnist, List<Runnable> checks) throws IOException {
        Path folder = directory.resolve("super-resolution");
        JobConfiguration scenario = configuration("super-resolution.conf", folder);
        DatasetSummary dataset = new Ingest(scenario.ingest()).run(mnist.rows().sparkSession());
        Dataset<Row> rows = mnist.rows()
                .sparkSession()
                .read()
                .parquet(folder.resolve("dataset").toString());
        AutoencoderModel model = TrainJob.autoencoder(scenario.train(), dataset.fingerprint())
                .setEpochs(Integer.getInteger("epochs", scenario.train().epochs()))
                .setNumWorkers(2)
                .fit(rows);
        Dataset<Row> made = new ImageGenerator(rows.sparkSession(), model)
                .upscale(rows, new GenerateMode.Upscale("dataset", new GenerateMode.Records("test", 0, 0)))
                .cache();
        Map<String, Double> errors = addLines("14x14 to 28x28", made, List.of("upscaled", "bicubic"), false);
        Files.write(
                Path.of("target", "upscale.png"),
                GenerationPicture.ofRecords(made, rows, "image_low", "image", null, 12));
        made.unpersist();
        checks.add(() -> assertTrue(errors.get("upscaled") < errors.get("bicubic"), errors::toString));
    }

    private static GenerateMode.Search defaults(Path output, String... settings) {
        JobConfiguration configuration =
                new ConfigurationFiles().read(List.of(), List.of("output-dir=" + output, String.join("", settings)));
        return ((GenerateMode.Inpaint) configuration.generate().mode()).search();
    }

    private static JobConfiguration configuration(String file, Path output) {
        return new ConfigurationFiles()
                .read(
                        List.of(MnistScenario.CONFIGURATIONS.resolve(file)),
                        List.of(
                                "output-dir=" + output,
                                "ingest.input=" + System.getenv("MNIST_DIR"),
                                "train.checkpoint.directory="));
    }

    /** Adds a method a line, means over the images, and returns the errors that are compared. */
    private Map<String, Double> addLines(String what, Dataset<Row> made, List<String> methods, boolean holed) {
        Map<String, Double> compared = new HashMap<>();
        for (String method : methods) {
            Row means = made.where(functions.col(GeneratedRows.METHOD).equalTo(method))
                    .agg(
                            functions.avg(GeneratedRows.HOLE_MSE),
                            functions.avg(GeneratedRows.HOLE_PSNR),
                            functions.avg(GeneratedRows.MSE),
                            functions.avg(GeneratedRows.PSNR))
                    .first();
            compared.put(method, means.getDouble(holed ? 0 : 2));
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.4f | %.1f |",
                    what,
                    method,
                    holed ? String.format(Locale.ROOT, "%.4f", means.getDouble(0)) : "",
                    holed ? String.format(Locale.ROOT, "%.1f", means.getDouble(1)) : "",
                    means.getDouble(2),
                    means.getDouble(3)));
        }
        return compared;
    }
}
