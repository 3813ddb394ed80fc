package io.sparcode.report;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.PixelValues;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** The mean of images, summed on the executors. */
final class MeanImage {
    /** Floats are summed as whole numbers of this part, so that the order does not matter. */
    private static final double STEPS = 1 << 24;

    private static final double WHITE = 255;

    private MeanImage() {}

    /**
     * Returns the mean of a column of images [height, width, channels].
     *
     * @param size values in each image
     * @return [channels, height, width] on the [0, 1] scale
     */
    static float[] of(Dataset<Row> rows, String column, int size, int channels) {
        JavaRDD<Image> images = rows.select(
                        functions.col(ImageRows.ID).cast(DataTypes.StringType), functions.col(column))
                .toJavaRDD()
                .map(row -> ImageRows.readImage(row, 1, row.getString(0)));
        long[] sums = images.treeAggregate(new long[size + 2], MeanImage::add, MeanImage::merge);
        double scale = sums[size + 1] > 0 ? STEPS : WHITE;
        float[] mean = new float[size];
        int plane = size / channels;
        for (int i = 0; i < size; i++) {
            mean[i % channels * plane + i / channels] = (float) (sums[i] / scale / sums[size]);
        }
        return mean;
    }

    /** Adds to the sums the values, after those one image, and one of floats where it is. */
    private static long[] add(long[] sums, Image image) {
        int size = image.shape().size();
        boolean floats = image.values() == PixelValues.FLOATS;
        for (int i = 0; i < size; i++) {
            sums[i] += floats ? Math.round(image.floats()[i] * STEPS) : image.pixels()[i] & 0xff;
        }
        sums[size]++;
        sums[size + 1] += floats ? 1 : 0;
        return sums;
    }

    private static long[] merge(long[] sums, long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
        return sums;
    }
}
