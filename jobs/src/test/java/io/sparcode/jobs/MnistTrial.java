package io.sparcode.jobs;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.Ingest;
import io.sparcode.image.RecordBatch;
import io.sparcode.ml.Autoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** MNIST as a dataset on two local task slots, for flavours to be tried on. */
final class MnistTrial implements AutoCloseable {
    private static final int PIXELS = 28 * 28;

    private final SparkSession spark;
    private final Path directory;
    private final String fingerprint;
    private final Dataset<Row> rows;

    /** Ingests into an empty folder. */
    MnistTrial(Path directory) throws IOException {
        this.directory = directory;
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "16")
                .config("spark.broadcast.compress", "false")
                .getOrCreate();
        fingerprint = new Ingest(MnistScenario.of("vanilla-linear", directory).ingest())
                .run(spark)
                .fingerprint();
        rows = spark.read().parquet(directory + "/dataset").cache();
    }

    /** Returns whether a system property shortens trainings, so that what they reach is held to nothing. */
    static boolean isShortened() {
        return System.getProperty("epochs") != null;
    }

    /** Returns the items of a system property that is a list. */
    static List<String> list(String property, String otherwise) {
        return Arrays.asList(System.getProperty(property, otherwise).split(","));
    }

    /** Returns a flavour's estimator, with the epochs of the system property of that name, if there is one. */
    Autoencoder estimator(String flavour) {
        Autoencoder estimator =
                TrainJob.autoencoder(MnistScenario.of(flavour, directory).train(), fingerprint);
        return estimator.setEpochs(Integer.getInteger("epochs", estimator.getEpochs()));
    }

    Dataset<Row> rows() {
        return rows;
    }

    Dataset<Row> test() {
        return rows.where(col(ImageRows.SPLIT).equalTo(ImageRows.TEST));
    }

    Dataset<Row> train() {
        return rows.where(col(ImageRows.SPLIT).equalTo(ImageRows.TRAIN));
    }

    /** Returns the first rows in the order of their names, the same in every run. */
    static Dataset<Row> first(int count, Dataset<Row> all) {
        return all.orderBy(ImageRows.ID).limit(count);
    }

    /** Returns the images of a frame, of which there must be some. */
    static RecordBatch images(Dataset<Row> some) {
        List<Row> images = some.select("image.data").collectAsList();
        RecordBatch batch = RecordBatch.ofImages(images.size(), 1, PIXELS);
        images.forEach(image -> System.arraycopy(image.<byte[]>getAs(0), 0, batch.bytes(), batch.add(), PIXELS));
        return batch;
    }

    @Override
    public void close() {
        spark.stop();
    }
}
