package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Counts, moments and the fingerprint of a dataset, gathered a record at a time. All sums are of whole numbers, so that
 * neither order nor partitions matter.
 */
final class DatasetStatistics implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double WHITE = 255;

    private final Map<String, long[]> splits = new TreeMap<>();
    private final Map<Integer, Long> labels = new TreeMap<>();
    private boolean tooManyLabels;
    private long unlabelled;
    private long first;
    private long second;

    /** Reads through image rows once. */
    static DatasetStatistics of(Dataset<Row> images) {
        Column data = col(ImageRows.IMAGE).getField("data");
        List<Column> content = new ArrayList<>(List.of(col(ImageRows.ID), col(ImageRows.LABEL), col(ImageRows.SPLIT)));
        for (StructField field : images.schema().fields()) {
            if (field.name().equals(ImageRows.FACTORS)) {
                content.add(col(ImageRows.FACTORS));
            } else if (field.dataType() instanceof StructType) {
                // The image, and one that was derived from it.
                for (String part : List.of("height", "width", "nChannels", "data")) {
                    content.add(col(field.name()).getField(part));
                }
            }
        }
        List<Column> salted = new ArrayList<>(content);
        salted.add(0, lit(1L));
        return images.select(
                        col(ImageRows.SPLIT),
                        col(ImageRows.LABEL),
                        data,
                        xxhash64(content.toArray(Column[]::new)),
                        xxhash64(salted.toArray(Column[]::new)))
                .toJavaRDD()
                .aggregate(new DatasetStatistics(), DatasetStatistics::add, DatasetStatistics::merge);
    }

    /** Adds a record: split, label, pixels and its two hashes. */
    DatasetStatistics add(Row row) {
        byte[] pixels = row.getAs(2);
        long sum = 0;
        long squares = 0;
        for (byte pixel : pixels) {
            int value = pixel & 0xff;
            sum += value;
            squares += (long) value * value;
        }
        addTo(splits, row.getString(0), new long[] {1, pixels.length, sum, squares});
        if (row.isNullAt(1)) {
            unlabelled++;
        } else if (!tooManyLabels) {
            labels.merge(row.getInt(1), 1L, Long::sum);
            dropTooManyLabels();
        }
        first += row.getLong(3);
        second += row.getLong(4);
        return this;
    }

    /** Adds what another part of the dataset gathered. */
    DatasetStatistics merge(DatasetStatistics other) {
        other.splits.forEach((split, sums) -> addTo(splits, split, sums));
        other.labels.forEach((label, count) -> labels.merge(label, count, Long::sum));
        tooManyLabels |= other.tooManyLabels;
        dropTooManyLabels();
        unlabelled += other.unlabelled;
        first += other.first;
        second += other.second;
        return this;
    }

    private void dropTooManyLabels() {
        tooManyLabels |= labels.size() > ImageRows.MAX_LABELS;
        if (tooManyLabels) {
            labels.clear();
        }
    }

    private static void addTo(Map<String, long[]> sums, String split, long[] more) {
        long[] own = sums.computeIfAbsent(split, name -> new long[more.length]);
        for (int i = 0; i < more.length; i++) {
            own[i] += more[i];
        }
    }

    /** Returns the number of records. */
    long records() {
        return total(0);
    }

    /** Returns the number of records by split. */
    Map<String, Long> splits() {
        Map<String, Long> counts = new TreeMap<>();
        splits.forEach((split, sums) -> counts.put(split, sums[0]));
        return counts;
    }

    /** Returns the number of records by label; empty where there are more than {@link ImageRows#MAX_LABELS} labels. */
    Map<Integer, Long> labels() {
        return labels;
    }

    /** Returns the number of records without a label. */
    long unlabelled() {
        return unlabelled;
    }

    /** Returns the training pixels' mean on [0, 1]; all records' where there is no training split. */
    double mean() {
        return moment(2) / WHITE;
    }

    /** Returns the standard deviation of what {@link #mean} is the mean of. */
    double std() {
        double mean = moment(2);
        return Math.sqrt(Math.max(0, moment(3) - mean * mean)) / WHITE;
    }

    private double moment(int which) {
        long[] train = splits.get(ImageRows.TRAIN);
        return train == null ? (double) total(which) / total(1) : (double) train[which] / train[1];
    }

    private long total(int which) {
        return splits.values().stream().mapToLong(sums -> sums[which]).sum();
    }

    /** Returns 128 bits in hexadecimal that are the same for the same ids, labels, splits, shapes, pixels and factors. */
    String fingerprint() {
        return String.format("%016x%016x", first, second);
    }
}
