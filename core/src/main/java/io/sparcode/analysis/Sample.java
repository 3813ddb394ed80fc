package io.sparcode.analysis;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;

import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.RecordHash;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.collection.JavaConverters;

/**
 * The records that figures of more than one pass are of, with their images, in Spark's cache until closed: those with the
 * least hashes of seed and id, so that a smaller sample is part of a larger one, and other records do not matter.
 */
final class Sample implements AutoCloseable {
    /** The column of images' bytes, [height, width, channels]; null where there are none. */
    static final String PIXELS = "pixels";

    private static final String KEY = "sample_key";
    private static final String HELD_OUT = "held_out";
    /** Whether a record is of the labels that were trained on. */
    private static final String KNOWN = "known";

    /** Where no split is held out, one record of so many is. */
    private static final int TENTH = 10;

    private static final int MOST_PARTITIONS = 32;
    /** Records, where that does not make too many partitions. */
    private static final int OF_PARTITION = 8192;

    private final Dataset<Row> frame;
    private final String heldOutName;

    private Sample(Dataset<Row> frame, String heldOutName) {
        this.frame = frame;
        this.heldOutName = heldOutName;
    }

    /**
     * Draws.
     *
     * @param rows all encoded rows
     * @param images a frame of {@code id} and {@code pixels}; null where there are none
     * @param splits how many records there are of each split
     * @param trainingLabels labels of the records that the model was trained on; none for all records
     */
    static Sample draw(
            Dataset<Row> rows,
            Dataset<Row> images,
            Map<String, Long> splits,
            Set<Integer> trainingLabels,
            SampleSizes sizes) {
        String heldOutName = List.of(ImageRows.TEST, ImageRows.VALIDATION).stream()
                .filter(splits::containsKey)
                .findFirst()
                .orElse(ImageRows.TRAIN);
        Column key = RecordHash.of(sizes.seed());
        Dataset<Row> keyed = rows.withColumn(KEY, key)
                .withColumn(HELD_OUT, heldOut(heldOutName, splits, key))
                .withColumn(KNOWN, labelled(trainingLabels));
        int ofAll = Math.max(sizes.clusters(), Math.max(sizes.map(), sizes.neighbourhoods()));
        int ofSplit = Math.max(sizes.pixels(), sizes.probe());
        Column chosen = within(keyed, lit(true), ofAll)
                .or(within(keyed, fitted(), sizes.probe()))
                .or(within(keyed, col(HELD_OUT), sizes.probe()))
                .or(within(keyed, fitted().and(col(KNOWN)), sizes.pixels()))
                .or(within(keyed, col(HELD_OUT).and(col(KNOWN)), sizes.pixels()));
        Dataset<Row> sample = keyed.where(chosen);
        Dataset<Row> joined = images == null
                ? sample.withColumn(PIXELS, lit(null).cast(DataTypes.BinaryType))
                : withImages(sample, images);
        // The same parts in the same order on any cluster: what is drawn from rows, as k-means' starts, depends on
        // both.
        int partitions = (int) Math.max(2, Math.min(MOST_PARTITIONS, (ofAll + 2L * ofSplit) / OF_PARTITION));
        Dataset<Row> ordered = joined.repartition(partitions, col(ImageRows.ID)).sortWithinPartitions(ImageRows.ID);
        return new Sample(ordered.persist(StorageLevel.MEMORY_AND_DISK()), heldOutName);
    }

    /** Broadcasts ids alone: the images stay where they are, and codes may be wide. */
    private static Dataset<Row> withImages(Dataset<Row> sample, Dataset<Row> images) {
        Dataset<Row> chosen = images.join(broadcast(sample.select(ImageRows.ID)), ImageRows.ID);
        return sample.join(
                chosen, JavaConverters.asScalaBuffer(List.of(ImageRows.ID)).toSeq(), "left");
    }

    private static Column heldOut(String name, Map<String, Long> splits, Column key) {
        return name.equals(ImageRows.TRAIN)
                ? pmod(key, lit(TENTH)).equalTo(0)
                : coalesce(col(ImageRows.SPLIT).equalTo(name), lit(false));
    }

    /** Records that are fitted to: of the training split, and not held out; records without a split count to it. */
    private static Column fitted() {
        return coalesce(col(ImageRows.SPLIT).equalTo(ImageRows.TRAIN), lit(true))
                .and(not(col(HELD_OUT)));
    }

    private static Column labelled(Set<Integer> labels) {
        return labels.isEmpty() ? lit(true) : coalesce(col(ImageRows.LABEL).isin(labels.toArray()), lit(false));
    }

    private static Column within(Dataset<Row> keyed, Column part, int size) {
        Row last = keyed.where(part)
                .select(KEY)
                .orderBy(KEY)
                .limit(size)
                .agg(max(KEY))
                .first();
        return last.isNullAt(0) ? lit(false) : part.and(col(KEY).leq(last.getLong(0)));
    }

    /** Returns the split that nothing is fitted to: test, else validation; train where a tenth of it is held out. */
    String heldOutName() {
        return heldOutName;
    }

    /** Returns {@code size} records of all, or as many as there are. */
    Dataset<Row> ofAll(int size) {
        return frame.where(within(frame, lit(true), size));
    }

    /** Returns {@code size} records of those that may be fitted to. */
    Dataset<Row> fitted(int size) {
        return frame.where(within(frame, fitted(), size));
    }

    /** Returns {@code size} records of those that may be fitted to and that the model was trained on. */
    Dataset<Row> trained(int size) {
        return frame.where(within(frame, fitted().and(col(KNOWN)), size));
    }

    /** Returns {@code size} records of those held out that are of the labels that the model was trained on. */
    Dataset<Row> heldOutKnown(int size) {
        return frame.where(within(frame, col(HELD_OUT).and(col(KNOWN)), size));
    }

    /** Returns {@code size} records of those held out. */
    Dataset<Row> heldOut(int size) {
        return frame.where(within(frame, col(HELD_OUT), size));
    }

    @Override
    public void close() {
        frame.unpersist(false);
    }
}
