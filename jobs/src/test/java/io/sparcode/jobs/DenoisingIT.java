package io.sparcode.jobs;

import static org.apache.spark.sql.functions.avg;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.RecordBatch;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.Corruptor;
import io.sparcode.model.TensorShape;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The denoising flavours on MNIST: what they make of corrupted test images, against those images themselves and against
 * what a median filter makes of them. The figures go to {@code target/denoising.md}.
 *
 * <p>The system property {@code epochs} sets {@code denoising-conv}'s, 1 unless it is given: an epoch takes minutes.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class DenoisingIT {
    /** The test error from noisy images of 784 - 64 relu | 784 sigmoid after 5 epochs by one worker. */
    private static final double GAUSSIAN_ERROR = 0.0172;

    private static final TensorShape SHAPE = new TensorShape(1, 28, 28);

    @TempDir
    private static Path directory;

    private static final List<String> TABLE = new ArrayList<>();

    private static MnistTrial mnist;

    @BeforeAll
    static void ingest() throws IOException {
        mnist = new MnistTrial(directory);
        TABLE.add(
                "| flavour | workers | epochs | error | of the corrupted | median filter | of clean inputs | images/s |");
        TABLE.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    @AfterAll
    static void stop() throws IOException {
        if (mnist != null) {
            Files.write(Path.of("target", "denoising.md"), TABLE);
            mnist.close();
        }
    }

    @Test
    void gaussianNoiseIsTakenAwayByTwoWorkersAsByOne() {
        Result one = train("denoising-gaussian", 1, 5);
        Result two = train("denoising-gaussian", 2, 5);
        assertAll(
                one::checkAgainstCorruptedAndMedian,
                two::checkAgainstCorruptedAndMedian,
                () -> assertTrue(Math.abs(one.error / GAUSSIAN_ERROR - 1) <= 0.05, one::toString),
                () -> assertTrue(two.error <= 1.1 * one.error, () -> one + " and " + two));
    }

    @Test
    void convolutionsTakeGaussianNoiseAway() {
        train("denoising-conv", 2, Integer.getInteger("epochs", 1)).checkAgainstCorruptedAndMedian();
    }

    /**
     * A network that copies has an error of 0 from a clean image and, from a corrupted one, that image's own. One that
     * looks at each pixel alone, copies those that are there and puts a constant in the place of those that are not, stays
     * above two thirds of that for a pixel that is lit in up to half of the images; below half of it the network must have
     * looked at other pixels. Nor does it copy a clean image: it has learned to make up for the pixels that are missing, so
     * that with all of them there it errs by more than a plain autoencoder with an eighth of its units (0.0045).
     */
    @Test
    void anOvercompleteCodeDoesNotCopy() {
        Result result = train("denoising-overcomplete", 2, 5);
        assertAll(
                result::checkAgainstCorruptedAndMedian,
                () -> assertTrue(result.error < 0.5 * result.corrupted, result::toString),
                () -> assertTrue(result.errorOfClean > 0.0045, result::toString));
    }

    @Test
    void aSmallCodeFillsInWhatIsMasked() {
        train("denoising-masked", 2, 5).checkAgainstCorruptedAndMedian();
    }

    private static Result train(String flavour, int workers, int epochs) {
        AutoencoderModel model = mnist.estimator(flavour)
                .setNumWorkers(workers)
                .setEpochs(epochs)
                .fit(mnist.rows());
        Dataset<Row> test = mnist.test();
        double clean = mnist.testError(model.setCorrupt(false));
        Dataset<Row> encoded = model.setCorrupt(true).transform(test).cache();
        double[] rates = model.history().stream()
                .mapToDouble(EpochMetrics::imagesPerSecond)
                .sorted()
                .toArray();
        Result result = new Result(
                flavour,
                workers,
                epochs,
                mean(encoded, "reconstruction_mse"),
                mean(encoded, "corruption_mse"),
                medianError(test, model.architecture().corruptor(SHAPE), model.getSeed()),
                clean,
                rates[rates.length / 2]);
        encoded.unpersist();
        TABLE.add(result.row());
        return result;
    }

    private static double mean(Dataset<Row> encoded, String column) {
        return encoded.agg(avg(column)).first().getDouble(0);
    }

    /** Returns the error of a 3x3 median filter on the same corrupted images. */
    private static double medianError(Dataset<Row> test, Corruptor corruptor, long seed) {
        Corruptor.Copy copy = corruptor.new Copy(seed, Corruptor.ENCODING);
        double sum = 0;
        List<Row> images = test.select("image.data").collectAsList();
        for (Row row : images) {
            RecordBatch clean = RecordBatch.ofImages(1, 1, SHAPE.size());
            System.arraycopy(row.<byte[]>getAs(0), 0, clean.bytes(), clean.add(), SHAPE.size());
            float[] expected = new float[SHAPE.size()];
            clean.read(0, expected, 0);
            float[] filtered = median(copy.of(clean).floats());
            for (int i = 0; i < expected.length; i++) {
                sum += Math.pow(expected[i] - filtered[i], 2) / expected.length;
            }
        }
        return sum / images.size();
    }

    /** The median of each pixel's 3x3 neighbourhood, of as much of it as lies within the image. */
    private static float[] median(float[] pixels) {
        float[] filtered = new float[SHAPE.size()];
        float[] around = new float[9];
        for (int y = 0; y < SHAPE.height(); y++) {
            for (int x = 0; x < SHAPE.width(); x++) {
                int count = 0;
                for (int row = Math.max(0, y - 1); row <= Math.min(SHAPE.height() - 1, y + 1); row++) {
                    for (int column = Math.max(0, x - 1); column <= Math.min(SHAPE.width() - 1, x + 1); column++) {
                        around[count++] = pixels[row * SHAPE.width() + column];
                    }
                }
                Arrays.sort(around, 0, count);
                filtered[y * SHAPE.width() + x] = (around[(count - 1) / 2] + around[count / 2]) / 2;
            }
        }
        return filtered;
    }

    /**
     * What a flavour reached: mean squared errors on the test images.
     *
     * @param error from corrupted images
     * @param corrupted the corrupted images' own
     * @param median what a median filter makes of them
     * @param errorOfClean from clean images
     */
    private record Result(
            String flavour,
            int workers,
            int epochs,
            double error,
            double corrupted,
            double median,
            double errorOfClean,
            double imagesPerSecond) {
        void checkAgainstCorruptedAndMedian() {
            assertTrue(error < corrupted && error < median, this::toString);
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %d | %d | %.4f | %.4f | %.4f | %.4f | %,.0f |",
                    flavour,
                    workers,
                    epochs,
                    error,
                    corrupted,
                    median,
                    errorOfClean,
                    imagesPerSecond);
        }
    }
}
