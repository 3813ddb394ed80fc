package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.sparcode.image.ImageShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was read, before anything is made of it: gathered a record at a time, whatever their order and partitions. */
final class Survey implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int EXAMPLES = 5;
    private static final int SIDES = 3;

    private long records;
    private long bad;
    private long turned;
    private long bytes;
    /** The least and the greatest height, width and channels among the good ones. */
    private final int[] least = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};

    private final int[] most = new int[SIDES];

    /** Reads through records, columns of {@link ReadRows#SCHEMA}, once. */
    static Survey of(JavaRDD<Row> read) {
        return read.aggregate(new Survey(), Survey::add, Survey::merge);
    }

    private Survey add(Row record) {
        records++;
        if (ReadRows.isBad(record)) {
            bad++;
            return this;
        }
        turned += ReadRows.isTurned(record) ? 1 : 0;
        bytes += ReadRows.pixels(record).length;
        for (int side = 0; side < SIDES; side++) {
            int value = record.getInt(ReadRows.HEIGHT_INDEX + side);
            least[side] = Math.min(least[side], value);
            most[side] = Math.max(most[side], value);
        }
        return this;
    }

    private Survey merge(Survey other) {
        records += other.records;
        bad += other.bad;
        turned += other.turned;
        bytes += other.bytes;
        for (int side = 0; side < SIDES; side++) {
            least[side] = Math.min(least[side], other.least[side]);
            most[side] = Math.max(most[side], other.most[side]);
        }
        return this;
    }

    /** Returns how many records there are, good and bad. */
    long records() {
        return records;
    }

    /** Returns how many could not be read. */
    long bad() {
        return bad;
    }

    /** Returns how many could be read. */
    long good() {
        return records - bad;
    }

    /** Returns how many images were turned or mirrored to stand upright. */
    long turned() {
        return turned;
    }

    /** Returns the bytes of the good ones' pixels. */
    long bytes() {
        return bytes;
    }

    /**
     * Refuses ids that stand for several records: everything downstream joins by them.
     *
     * @throws BadDataException if there are any, with the first of them
     */
    static void requireDistinctIds(Dataset<Row> read) {
        List<Row> repeated = read.filter(col(ReadRows.REASON).isNull())
                .groupBy(ImageRows.ID)
                .agg(count(lit(1)).as("records"), min(ReadRows.ORIGIN), max(ReadRows.ORIGIN))
                .filter(col("records").gt(1))
                .orderBy(col("records").desc(), col(ImageRows.ID))
                .limit(EXAMPLES + 1)
                .collectAsList();
        if (repeated.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder("ids must be unique: ");
        for (Row row : repeated.subList(0, Math.min(EXAMPLES, repeated.size()))) {
            message.append(row.getString(0))
                    .append(" stands for ")
                    .append(row.getLong(1))
                    .append(" records, of ");
            message.append(row.getString(2))
                    .append(" and ")
                    .append(row.getString(3))
                    .append("; ");
        }
        message.append(repeated.size() > EXAMPLES ? "and more; " : "");
        throw new BadDataException(message + "without a column " + ImageRows.ID + ", they are made of files' names");
    }

    private static ImageShape shape(Row row, int at) {
        return new ImageShape(row.getInt(at), row.getInt(at + 1), row.getInt(at + 2));
    }

    /**
     * Returns the one shape that all images have.
     *
     * @throws BadDataException if they have several
     */
    ImageShape requireOneShape(Dataset<Row> read) {
        if (Arrays.equals(least, most)) {
            return new ImageShape(least[0], least[1], least[2]);
        }
        List<Row> shapes = read.filter(col(ReadRows.REASON).isNull())
                .groupBy(ReadRows.HEIGHT, ReadRows.WIDTH, ReadRows.CHANNELS)
                .agg(count(lit(1)).as("records"), min(ReadRows.ORIGIN))
                .orderBy(col("records").desc(), col(ReadRows.HEIGHT), col(ReadRows.WIDTH), col(ReadRows.CHANNELS))
                .limit(EXAMPLES + 1)
                .collectAsList();
        StringBuilder message = new StringBuilder("images have different shapes (height x width x channels): ");
        for (Row row : shapes.subList(0, Math.min(EXAMPLES, shapes.size()))) {
            message.append(shape(row, 0)).append(" (").append(row.getLong(3)).append(" records, such as ");
            message.append(row.getString(4)).append("), ");
        }
        message.append(shapes.size() > EXAMPLES ? "and more; set " : "set ");
        boolean sizes = least[0] != most[0] || least[1] != most[1];
        boolean channels = least[2] != most[2];
        message.append(sizes ? "ingest.image.height and ingest.image.width" : "");
        message.append(sizes && channels ? ", and " : "").append(channels ? "ingest.image.channels" : "");
        throw new BadDataException(message + " to bring them to one");
    }
}
