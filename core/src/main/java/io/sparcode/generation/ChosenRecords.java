package io.sparcode.generation;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.RecordHash;
import io.sparcode.scoring.InputColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Records that something is made of: id, label, split, and the columns that a model reads, as far as they are there. */
final class ChosenRecords {
    private ChosenRecords() {}

    /**
     * Chooses among rows.
     *
     * @throws IllegalArgumentException if they have no ids, or no images in the column that the model reads
     */
    static Dataset<Row> of(Dataset<Row> images, String input, String target, GenerateMode.Records records) {
        requireImages(images, input);
        List<String> columns = Arrays.asList(images.columns());
        if (!columns.contains(ImageRows.ID)) {
            throw new IllegalArgumentException("images must have a column " + ImageRows.ID + ", has " + columns);
        }
        Column[] wanted = Stream.concat(
                        Stream.of(
                                col(ImageRows.ID).cast(DataTypes.StringType).as(ImageRows.ID),
                                ImageRows.orNull(columns, ImageRows.LABEL, DataTypes.IntegerType),
                                ImageRows.orNull(columns, ImageRows.SPLIT, DataTypes.StringType)),
                        Stream.of(input, target).filter(columns::contains).map(functions::col))
                .toArray(Column[]::new);
        Dataset<Row> rows = images.select(wanted);
        Dataset<Row> ofSplit = records.split().isEmpty()
                ? rows
                : rows.where(
                        ImageRows.splitOrTrain(Arrays.asList(rows.columns())).equalTo(records.split()));
        if (records.limit() == 0) {
            return ofSplit;
        }
        Dataset<Row> ids = ofSplit.select(ImageRows.ID)
                .orderBy(RecordHash.of(records.seed()), col(ImageRows.ID))
                .limit(records.limit());
        // As many partitions as there are task slots: some records of each file would leave most of them idle.
        return ofSplit.join(broadcast(ids), ImageRows.ID)
                .repartition(images.sparkSession().sparkContext().defaultParallelism(), col(ImageRows.ID));
    }

    /** Refuses a column that is not of images. */
    static void requireImages(Dataset<Row> rows, String column) {
        if (!InputColumn.of(rows.schema(), column).isImage()) {
            throw new IllegalArgumentException("column " + column + " must be of images, is of type "
                    + rows.schema().apply(column).dataType().catalogString());
        }
    }
}
