package io.sparcode.ml;

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
