package io.sparcode.ml;

import static org.apache.spark.sql.functions.expr;

import io.sparcode.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Grey images of 8x8 with one bright bar each, level or upright, on faint noise: enough for a tiny model to learn. */
public final class SmallImages {
    public static final int SIDE = 8;
    public static final int SIZE = SIDE * SIDE;

    public static final String DENSE = "{\"encoder\": [{\"type\": \"dense\", \"units\": 6, \"activation\": \"relu\"}],"
            + " \"decoder\": [{\"type\": \"dense\", \"activation\": \"sigmoid\"}]}";
    public static final String CONVOLUTIONAL = "{\"encoder\": ["
            + "{\"type\": \"conv2d\", \"filters\": 2, \"kernel\": 3, \"activation\": \"relu\"},"
            + "{\"type\": \"max-pooling2d\", \"size\": 2}],"
            + " \"decoder\": [{\"type\": \"upsampling2d\", \"size\": 2},"
            + " {\"type\": \"conv2d\", \"kernel\": 3, \"activation\": \"linear\"}]}";

    /** Images of twice the height and width. */
    public static final String UPSCALING = "{\"encoder\": ["
            + "{\"type\": \"conv2d\", \"filters\": 4, \"kernel\": 3, \"activation\": \"relu\"}],"
            + " \"decoder\": [{\"type\": \"upsampling2d\", \"size\": 2},"
            + " {\"type\": \"conv2d\", \"kernel\": 3, \"activation\": \"sigmoid\"}],"
            + " \"loss\": \"binary-cross-entropy\"}";

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType)
            .add("label", DataTypes.IntegerType)
            .add("split", DataTypes.StringType)
            .add("image", ImageSchema.columnSchema());

    private SmallImages() {}

    /** Returns a frame of image rows: of every ten, eight to train, one to validate, one to test. */
    public static Dataset<Row> frame(int records) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            String split = i % 10 == 8 ? "validation" : i % 10 == 9 ? "test" : "train";
            Row image = RowFactory.create("made/" + i, SIDE, SIDE, 1, 0, pixels(i));
            rows.add(RowFactory.create("made/" + i, label(i), split, image));
        }
        return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(3);
    }

    /** Returns image rows with a column {@code low}: every second pixel of every second row. */
    public static Dataset<Row> withLow(Dataset<Row> frame) {
        return frame.withColumn(
                "low",
                expr("named_struct('origin', image.origin, 'height', 4, 'width', 4,"
                        + " 'nChannels', 1, 'mode', 0, 'data', unhex(array_join(transform(sequence(0, 15), i ->"
                        + " hex(substring(image.data, 16 * cast(i / 4 as int) + 2 * (i % 4) + 1, 1))), '')))"));
    }

    /** Returns image rows whose blue is the grey of before, without any green, and with all red there is. */
    public static Dataset<Row> coloured(Dataset<Row> frame) {
        return frame.withColumn(
                "image",
                expr("named_struct('origin', image.origin, 'height', image.height, 'width', image.width,"
                        + " 'nChannels', 3, 'mode', 16, 'data', unhex(array_join(transform(sequence(1, " + SIZE
                        + "), i -> concat(hex(substring(image.data, i, 1)), '00FF')), '')))"));
    }

    public static int label(int record) {
        return new Random(record).nextInt(2 * SIDE);
    }

    public static byte[] pixels(int record) {
        Random random = new Random(record);
        int bar = random.nextInt(2 * SIDE);
        byte[] pixels = new byte[SIZE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean lit = bar < SIDE ? y == bar : x == bar - SIDE;
                pixels[y * SIDE + x] = (byte) (random.nextInt(30) + (lit ? 200 : 0));
            }
        }
        return pixels;
    }

    /** Returns an estimator that is trained within a second. */
    public static Autoencoder estimator() {
        return new Autoencoder()
                .setArchitecture(DENSE)
                .setOptimizer("{\"name\": \"adam\", \"learning-rate\": 0.01}")
                .setEpochs(2)
                .setBatchSize(16)
                .setNumWorkers(2)
                .setAveragingFrequency(5)
                .setSeed(3);
    }
}
