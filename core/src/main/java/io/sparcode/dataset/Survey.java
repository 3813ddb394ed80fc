package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.sparcode.image.ImageShape;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What was read, before anything is made of it. Columns of {@link ReadRows#SCHEMA}.
 *
 * @param records how many, good and bad
 * @param bad how many could not be read
 * @param turned how many images were turned or mirrored to stand upright
 * @param bytes pixels of the good ones
 * @param least the least height, width and channels; null where none is good
 * @param most the greatest height, width and channels; null where none is good
 */
record Survey(long records, long bad, long turned, long bytes, ImageShape least, ImageShape most) {
    private static final int EXAMPLES = 5;

    static Survey of(Dataset<Row> read) {
        Row row = read.agg(
                        count(lit(1)),
                        count(col(ReadRows.REASON)),
                        sum(octet_length(col(ReadRows.PIXELS)).cast("long")),
                        min(ReadRows.HEIGHT),
                        min(ReadRows.WIDTH),
                        min(ReadRows.CHANNELS),
                        max(ReadRows.HEIGHT),
                        max(ReadRows.WIDTH),
                        max(ReadRows.CHANNELS),
                        count(when(col(ReadRows.TURNED), 1)))
                .first();
        long records = row.getLong(0);
        long bad = row.getLong(1);
        return records == bad
                ? new Survey(records, bad, 0, 0, null, null)
                : new Survey(records, bad, row.getLong(9), row.getLong(2), shape(row, 3), shape(row, 6));
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

    long good() {
        return records - bad;
    }

    /**
     * Returns the one shape that all images have.
     *
     * @throws BadDataException if they have several
     */
    ImageShape requireOneShape(Dataset<Row> read) {
        if (least.equals(most)) {
            return least;
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
        boolean sizes = least.height() != most.height() || least.width() != most.width();
        boolean channels = least.channels() != most.channels();
        message.append(sizes ? "ingest.image.height and ingest.image.width" : "");
        message.append(sizes && channels ? ", and " : "").append(channels ? "ingest.image.channels" : "");
        throw new BadDataException(message + " to bring them to one");
    }
}
