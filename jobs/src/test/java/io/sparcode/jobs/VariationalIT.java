package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.ImageGrid;
import io.sparcode.image.ImageShape;
import io.sparcode.image.RecordBatch;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Variational autoencoders on MNIST: what samples of the prior are decoded to, drawn in
 * {@code target/flavours/variational-samples.png}, and a convolutional one, whose bounds go to
 * {@code target/variational-convolutional.txt}. The system property {@code epochs} takes the place
 * of the flavour's own.
 */
@EnabledIfEnvironmentVariable(
        named = "MNIST_DIR",
        matches = ".+",
        disabledReason = "MNIST_DIR names no folder with MNIST's four files")
class VariationalIT {
    private static final int PIXELS = 28 * 28;
    private static final int SAMPLES = 64;
    private static final int BESIDE = 8;
    private static final int EPOCHS = 3;

    private static final String CONVOLUTIONAL = """
            {"encoder": [
               {"type": "conv2d", "filters": 16, "kernel": 3, "border": "same", "activation": "relu"},
               {"type": "max-pooling2d", "size": 2},
               {"type": "conv2d", "filters": 32, "kernel": 3, "border": "same", "activation": "relu"},
               {"type": "max-pooling2d", "size": 2},
               {"type": "dense", "units": 128, "activation": "relu"},
               {"type": "variational", "units": 20}],
             "decoder": [
               {"type": "dense", "units": 128, "activation": "relu"},
               {"type": "dense", "units": 1568, "activation": "relu"},
               {"type": "reshape", "channels": 32, "height": 7, "width": 7},
               {"type": "upsampling2d", "size": 2},
               {"type": "conv2d", "filters": 16, "kernel": 3, "border": "same", "activation": "relu"},
               {"type": "upsampling2d", "size": 2},
               {"type": "conv2d", "filters": 1, "kernel": 3, "border": "same", "activation": "sigmoid"}],
             "loss": "binary-cross-entropy"}""";

    @TempDir
    private static Path directory;

    private static MnistTrial mnist;

    @BeforeAll
    static void ingest() throws IOException {
        mnist = new MnistTrial(directory);
    }

    @AfterAll
    static void stop() {
        if (mnist != null) {
            mnist.close();
        }
    }

    /** Samples that are all alike, or noise, would differ far less or more from each other than digits do. */
    @Test
    void samplesOfThePriorDifferAsDigitsDo() throws IOException {
        AutoencoderModel model = mnist.estimator("variational").setNumWorkers(2).fit(mnist.rows());
        float[] samples = samples(model);
        ImageGrid picture = new ImageGrid(SAMPLES / BESIDE, BESIDE, 56, 56);
        for (int i = 0; i < SAMPLES; i++) {
            float[] sample = Arrays.copyOfRange(samples, i * PIXELS, (i + 1) * PIXELS);
            picture.draw(i / BESIDE, i % BESIDE, new ImageShape(28, 28, 1), sample, 0, 1);
        }
        FlavourPictures.write("variational-samples.png", picture.png());
        RecordBatch digits = MnistTrial.images(MnistTrial.first(SAMPLES, mnist.test()));
        float[] real = new float[SAMPLES * PIXELS];
        for (int i = 0; i < SAMPLES; i++) {
            digits.read(i, real, i * PIXELS);
        }
        double ratio = variance(samples) / variance(real);
        assertTrue(ratio > 0.5 && ratio < 1.5, () -> "samples' variance is " + ratio + " of digits'");
    }

    /** Returns what the decoder makes of draws from the standard normal distribution. */
    private static float[] samples(AutoencoderModel model) {
        SplittableRandom random = new SplittableRandom(0);
        float[] codes = new float[SAMPLES * model.codeSize()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (float) random.nextGaussian();
        }
        RecordBatch compared = RecordBatch.ofVectors(SAMPLES, PIXELS);
        for (int i = 0; i < SAMPLES; i++) {
            compared.add();
        }
        return model.engine().decode(codes, compared, Set.of(Wanted.VALUES)).values();
    }

    /** Returns the mean over pixels of the variance over images. */
    private static double variance(float[] images) {
        double sum = 0;
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            double first = 0;
            double second = 0;
            for (int i = pixel; i < images.length; i += PIXELS) {
                first += images[i];
                second += images[i] * images[i];
            }
            sum += second / SAMPLES - first / SAMPLES * first / SAMPLES;
        }
        return sum / PIXELS;
    }

    @Test
    void aConvolutionalOneTrains() throws IOException {
        AutoencoderModel model = mnist.estimator("variational")
                .setArchitecture(CONVOLUTIONAL)
                .setEpochs(EPOCHS)
                .setNumWorkers(2)
                .fit(mnist.rows());
        // The loss is the bound's negative a pixel.
        List<Double> bounds = model.history().stream()
                .map(EpochMetrics::trainingLoss)
                .map(loss -> PIXELS * loss)
                .toList();
        double ofTest = -model.setImportanceSamples(0)
                .transform(mnist.test())
                .agg(functions.avg(EncodedColumns.ELBO))
                .first()
                .getDouble(0);
        Files.writeString(
                Path.of("target", "variational-convolutional.txt"),
                "−ELBO over each epoch " + bounds + ", of test images " + ofTest + " nats\n");
        assertAll(
                () -> assertEquals(EPOCHS, bounds.size()),
                () -> assertTrue(
                        bounds.get(0) > bounds.get(1) && bounds.get(1) > bounds.get(2), () -> "bounds " + bounds),
                () -> assertTrue(
                        ofTest < bounds.get(0) && ofTest > 0, () -> "of test images " + ofTest + ", after " + bounds));
    }
}
