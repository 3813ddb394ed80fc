package io.sparcode.report;

import io.sparcode.dataset.ImageRows;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The mean of images, summed on the executors. */
final class MeanImage {
    private MeanImage() {}

    /**
     * Returns the mean of a column of images [height, width, channels].
     *
     * @param size values in each image
     * @return [channels, height, width] on the [0, 1] scale
     */
    static float[] of(Dataset<Row> rows, String column, int size, int channels) {
        JavaRDD<byte[]> pixels = rows.select(functions.col(column + ".data").as(ImageRows.IMAGE))
                .toJavaRDD()
                .map(row -> row.<byte[]>getAs(0));
        long[] sums = pixels.treeAggregate(new long[size + 1], MeanImage::add, MeanImage::merge);
        float[] mean = new float[size];
        int plane = size / channels;
        for (int i = 0; i < size; i++) {
            mean[i % channels * plane + i / channels] = (float) (sums[i] / 255.0 / sums[size]);
        }
        return mean;
    }

    private static long[] add(long[] sums, byte[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            sums[i] += pixels[i] & 0xff;
        }
        sums[pixels.length]++;
        return sums;
    }

    private static long[] merge(long[] sums, long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
        return sums;
    }
}
