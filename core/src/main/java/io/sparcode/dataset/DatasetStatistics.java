package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparcode.image.PixelValues;
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
 * Counts, moments and the fingerprint of a dataset, gathered a record at a time. All sums are exact, so that neither order
 * nor partitions matter.
 */
final class DatasetStatistics implements Serializable {
    private static final long serialVersionUID = 1;
    private final Map<String, PixelSums> splits = new TreeMap<>();
    private final Map<Integer, Long> labels = new TreeMap<>();
    private boolean tooManyLabels;
    private long unlabelled;
    private long first;
    private long second;

    /** Reads through image rows once. */
    static DatasetStatistics of(Dataset<Row> images) {
        Column image = col(ImageRows.IMAGE);
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
                        image.getField("data"),
                        image.getField("mode"),
                        xxhash64(content.toArray(Column[]::new)),
                        xxhash64(salted.toArray(Column[]::new)))
                .toJavaRDD()
                .aggregate(new DatasetStatistics(), DatasetStatistics::add, DatasetStatistics::merge);
    }

    /** Adds a record: split, label, data, mode and its two hashes. */
    DatasetStatistics add(Row row) {
        boolean floats = row.getInt(3) % ImageMode.DEPTHS == ImageMode.FLOATS;
        PixelSums sums = splits.computeIfAbsent(row.getString(0), split -> new PixelSums());
        sums.add(row.getAs(2), floats ? PixelValues.FLOATS : PixelValues.BYTES);
        if (row.isNullAt(1)) {
            unlabelled++;
        } else if (!tooManyLabels) {
            labels.merge(row.getInt(1), 1L, Long::sum);
            dropTooManyLabels();
        }
        first += row.getLong(4);
        second += row.getLong(5);
        return this;
    }

    /** Adds what another part of the dataset gathered. */
    DatasetStatistics merge(DatasetStatistics other) {
        other.splits.forEach((split, sums) ->
                splits.computeIfAbsent(split, name -> new PixelSums()).merge(sums));
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

    /** Returns the number of records. */
    long records() {
        return splits.values().stream().mapToLong(PixelSums::records).sum();
    }

    /** Returns the number of records by split. */
    Map<String, Long> splits() {
        Map<String, Long> counts = new TreeMap<>();
        splits.forEach((split, sums) -> counts.put(split, sums.records()));
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
        return training().mean();
    }

    /** Returns the standard deviation of what {@link #mean} is the mean of. */
    double std() {
        return training().std();
    }

    private PixelSums training() {
        PixelSums training = splits.get(ImageRows.TRAIN);
        if (training == null) {
            training = new PixelSums();
            splits.values().forEach(training::merge);
        }
        return training;
    }

    /** Returns 128 bits in hexadecimal that are the same for the same ids, labels, splits, shapes, pixels and factors. */
    String fingerprint() {
        return String.format("%016x%016x", first, second);
    }
}
