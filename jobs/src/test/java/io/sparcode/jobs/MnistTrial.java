package io.sparcode.jobs;

import io.sparcode.analysis.PrincipalComponents;
import io.sparcode.image.RecordBatch;
import io.sparcode.ml.Autoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** MNIST, for flavours to be tried on. */
final class MnistTrial extends DatasetTrial {
    private static final int PIXELS = 28 * 28;

    private final Path directory;

    private PrincipalComponents components;
    private double[] componentErrors;

    /** Ingests into an empty folder. */
    MnistTrial(Path directory) throws IOException {
        super(MnistScenario.of("vanilla-linear", directory));
        this.directory = directory;
    }

    /** Returns whether a system property shortens trainings, so that what they reach is held to nothing. */
    static boolean isShortened() {
        return System.getProperty("epochs") != null;
    }

    /** Returns the flavours of the system property of that name, or all. */
    static List<String> flavours() throws IOException {
        if (System.getProperty("flavours") != null) {
            return list("flavours", "");
        }
        try (var files = Files.list(MnistScenario.CONFIGURATIONS.resolve("flavours"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".conf"))
                    .map(name -> name.substring(0, name.length() - ".conf".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Returns a flavour's estimator, with the epochs of the system property of that name, if there is one. */
    Autoencoder estimator(String flavour) {
        Autoencoder estimator = estimator(MnistScenario.of(flavour, directory).train());
        return estimator.setEpochs(Integer.getInteger("epochs", estimator.getEpochs()));
    }

    /** Returns all principal components of the training images, which the first call takes seconds to find. */
    PrincipalComponents components() {
        if (components == null) {
            components = components(PIXELS);
        }
        return components;
    }

    /** Returns the mean squared error a value on the test images by how many of the components they are made from, from 0. */
    double[] componentErrors() {
        if (componentErrors == null) {
            componentErrors = components().errors(values(test()));
        }
        return componentErrors;
    }

    /** Returns the images of a frame, of which there must be some. */
    static RecordBatch images(Dataset<Row> some) {
        List<Row> images = some.select("image.data").collectAsList();
        RecordBatch batch = RecordBatch.ofImages(images.size(), 1, PIXELS);
        images.forEach(image -> System.arraycopy(image.<byte[]>getAs(0), 0, batch.bytes(), batch.add(), PIXELS));
        return batch;
    }
}
