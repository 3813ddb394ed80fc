package io.sparcode.jobs;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import io.sparcode.analysis.Moments;
import io.sparcode.analysis.PrincipalComponents;
import io.sparcode.config.JobConfiguration;
import io.sparcode.config.TrainOptions;
import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.Ingest;
import io.sparcode.image.RecordBatch;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.scoring.EncodedColumns;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A scenario's dataset on two local task slots, for models to be tried on. */
class DatasetTrial implements AutoCloseable {
    private final SparkSession spark;
    private final String fingerprint;
    private final Dataset<Row> rows;

    /** Ingests into an empty folder. */
    DatasetTrial(JobConfiguration scenario) throws IOException {
        spark = LocalSpark.builder()
                // As conf/spark-defaults.conf has them.
                .config("spark.sql.shuffle.partitions", "16")
                .config("spark.broadcast.compress", "false")
                .config("spark.task.maxDirectResultSize", "64m")
                .getOrCreate();
        fingerprint = new Ingest(scenario.ingest()).run(spark).fingerprint();
        rows = spark.read().parquet(scenario.ingest().output()).cache();
    }

    /** Returns the items of a system property that is a list. */
    static List<String> list(String property, String otherwise) {
        return Arrays.asList(System.getProperty(property, otherwise).split(","));
    }

    /** Returns the items of a system property that is a list of whole numbers. */
    static List<Integer> numbers(String property, String otherwise) {
        return list(property, otherwise).stream().map(Integer::valueOf).toList();
    }

    /** Returns the estimator that the train job would have. */
    final Autoencoder estimator(TrainOptions options) {
        return TrainJob.autoencoder(options, fingerprint);
    }

    final Dataset<Row> rows() {
        return rows;
    }

    final Dataset<Row> train() {
        return rows.where(col(ImageRows.SPLIT).equalTo(ImageRows.TRAIN));
    }

    final Dataset<Row> test() {
        return rows.where(col(ImageRows.SPLIT).equalTo(ImageRows.TEST));
    }

    /** Returns the first rows in the order of their names, the same in every run. */
    static Dataset<Row> first(int count, Dataset<Row> all) {
        return all.orderBy(ImageRows.ID).limit(count);
    }

    /** Returns a frame's images as networks take them, [channels x height x width] on the [0, 1] scale. */
    static JavaRDD<float[]> values(Dataset<Row> rows) {
        return rows.select("image.nChannels", "image.data").toJavaRDD().map(row -> {
            byte[] pixels = row.getAs(1);
            RecordBatch image = RecordBatch.ofImages(1, row.getInt(0), pixels.length);
            System.arraycopy(pixels, 0, image.bytes(), image.add(), pixels.length);
            float[] values = new float[pixels.length];
            image.read(0, values, 0);
            return values;
        });
    }

    /** Finds the first principal components of the training images. */
    final PrincipalComponents components(int count) {
        return PrincipalComponents.of(Moments.of(values(train())), count);
    }

    /** Returns the mean over the test records of the squared error, on the [0, 1] scale. */
    final double testError(AutoencoderModel model) {
        return model.transform(test())
                .agg(avg(EncodedColumns.RECONSTRUCTION_MSE))
                .first()
                .getDouble(0);
    }

    @Override
    public final void close() {
        spark.stop();
    }
}
