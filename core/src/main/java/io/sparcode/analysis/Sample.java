package io.sparcode.analysis;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;

import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.RecordHash;
import java.util.List;
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
    /** The column of images' bytes, or arrays of floats, [height, width, channels]; null where there are none. */
    static final String PIXELS = "pixels";

    private static final String KEY = "sample_key";
    /** Whether a record is of those that the model was trained on. */
    private static final String TRAINED = "sample_trained";
    /** Whether a record is of those that errors are compared on. */
    private static final String COMPARED = "sample_compared";
    /** Whether a record is of those that probes are fitted to. */
    private static final String LEARNT = "sample_learnt";
    /** Whether a record is of those that probes are asked about. */
    private static final String ASKED = "sample_asked";

    /** Where no split is held out from probes, one record of so many is. */
    private static final int TENTH = 10;

    private static final int MOST_PARTITIONS = 32;
    /** Records, where that does not make too many partitions. */
    private static final int OF_PARTITION = 8192;

    private final Dataset<Row> frame;

    /**
     * Which records figures are of.
     *
     * @param compared the split that errors are compared on; {@code train} where nothing is held out
     * @param asked the split that probes are asked about; {@code train} for a tenth of it, which they are not fitted to
     * @param trainingLabels labels of the records that the model was trained on; none for all records
     */
    record Parts(String compared, String asked, Set<Integer> trainingLabels) {
        /**
         * Takes test, else validation, else train; for probes, of those with labels.
         *
         * @param splits that there are records of
         * @param labelled those of them that have records with labels
         */
        static Parts of(Set<String> splits, Set<String> labelled, Set<Integer> trainingLabels) {
            String compared = heldOut(splits);
            return new Parts(compared, labelled.isEmpty() ? compared : heldOut(labelled), trainingLabels);
        }

        private static String heldOut(Set<String> splits) {
            return List.of(ImageRows.TEST, ImageRows.VALIDATION).stream()
                    .filter(splits::contains)
                    .findFirst()
                    .orElse(ImageRows.TRAIN);
        }
    }

    private Sample(Dataset<Row> frame) {
        this.frame = frame;
    }

    /**
     * Draws.
     *
     * @param rows all encoded rows
     * @param images a frame of {@code id} and {@code pixels}; null where there are none
     * @param parts which records errors are compared on, and which probes are asked about
     * @throws BadDataException if an id stands for several of the records, or for several images of one
     */
    static Sample draw(Dataset<Row> rows, Dataset<Row> images, Parts parts, SampleSizes sizes) {
        Column key = RecordHash.of(sizes.seed());
        Column known = labelled(parts.trainingLabels());
        Column asked = parts.asked().equals(ImageRows.TRAIN)
                ? inSplit(ImageRows.TRAIN).and(pmod(key, lit(TENTH)).equalTo(0))
                : inSplit(parts.asked());
        Dataset<Row> keyed = rows.withColumn(KEY, key)
                .withColumn(TRAINED, inSplit(ImageRows.TRAIN).and(known))
                .withColumn(COMPARED, inSplit(parts.compared()).and(known))
                .withColumn(LEARNT, inSplit(ImageRows.TRAIN).and(not(asked)))
                .withColumn(ASKED, asked);
        int ofAll = Math.max(sizes.clusters(), Math.max(sizes.map(), sizes.neighbourhoods()));
        int ofSplit = Math.max(sizes.pixels(), sizes.probe());
        Column chosen = within(keyed, lit(true), ofAll)
                .or(within(keyed, col(LEARNT), sizes.probe()))
                .or(within(keyed, col(ASKED), sizes.probe()))
                .or(within(keyed, col(TRAINED), sizes.pixels()))
                .or(within(keyed, col(COMPARED), sizes.pixels()));
        Dataset<Row> sample = keyed.where(chosen);
        requireDistinct(sample, "encoded rows");
        Dataset<Row> joined = images == null
                ? sample.withColumn(PIXELS, lit(null).cast(DataTypes.BinaryType))
                : withImages(sample, images);
        // The same parts in the same order on any cluster: what is drawn from rows, as k-means' starts, depends on
        // both.
        int partitions = (int) Math.max(2, Math.min(MOST_PARTITIONS, (ofAll + 2L * ofSplit) / OF_PARTITION));
        Dataset<Row> ordered = joined.repartition(partitions, col(ImageRows.ID)).sortWithinPartitions(ImageRows.ID);
        Dataset<Row> cached = ordered.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            if (images != null) {
                requireDistinct(cached, "image rows");
            }
            return new Sample(cached);
        } catch (BadDataException e) {
            cached.unpersist(false);
            throw e;
        }
    }

    /** Joins by ids would make more records of fewer, with one record's code and another's image. */
    private static void requireDistinct(Dataset<Row> records, String what) {
        List<Row> repeated = records.groupBy(ImageRows.ID)
                .count()
                .where(col("count").gt(1))
                .orderBy(ImageRows.ID)
                .limit(1)
                .collectAsList();
        if (!repeated.isEmpty()) {
            throw new BadDataException("ids must be unique: '" + repeated.get(0).getString(0) + "' stands for "
                    + repeated.get(0).getLong(1) + " " + what);
        }
    }

    /** Broadcasts ids alone: the images stay where they are, and codes may be wide. */
    static Dataset<Row> withImages(Dataset<Row> sample, Dataset<Row> images) {
        Dataset<Row> chosen = images.join(broadcast(sample.select(ImageRows.ID)), ImageRows.ID);
        return sample.join(
                chosen, JavaConverters.asScalaBuffer(List.of(ImageRows.ID)).toSeq(), "left");
    }

    /** Records without a split count to the training split. */
    private static Column inSplit(String name) {
        return coalesce(col(ImageRows.SPLIT), lit(ImageRows.TRAIN)).equalTo(name);
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

    /** Returns {@code size} records of all, or as many as there are. */
    Dataset<Row> ofAll(int size) {
        return frame.where(within(frame, lit(true), size));
    }

    /** Returns {@code size} records of those that the model was trained on. */
    Dataset<Row> trained(int size) {
        return frame.where(within(frame, col(TRAINED), size));
    }

    /** Returns {@code size} records, of labels that the model was trained on, that errors are compared on. */
    Dataset<Row> compared(int size) {
        return frame.where(within(frame, col(COMPARED), size));
    }

    /** Returns {@code size} records of those that probes are fitted to. */
    Dataset<Row> learnt(int size) {
        return frame.where(within(frame, col(LEARNT), size));
    }

    /** Returns {@code size} records of those that probes are asked about. */
    Dataset<Row> asked(int size) {
        return frame.where(within(frame, col(ASKED), size));
    }

    @Override
    public void close() {
        frame.unpersist(false);
    }
}
