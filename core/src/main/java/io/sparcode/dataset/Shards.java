package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The Parquet files of a dataset. A record's file follows from its id, and a file's records are sorted by id, so that
 * the same records give the same files.
 */
public final class Shards {
    private static final long SHARD_BYTES = 64L << 20;
    private static final long SMALL_SHARD_BYTES = 1L << 20;

    private Shards() {}

    /**
     * Returns the number of files: as many as asked for, else files of 64 MiB of pixels, or smaller ones down to 1 MiB
     * where that gives every task slot one. Never more than records.
     */
    static int number(int asked, Survey survey, int slots) {
        long number = asked > 0
                ? asked
                : Math.max(
                        parts(survey.bytes(), SHARD_BYTES), Math.min(slots, parts(survey.bytes(), SMALL_SHARD_BYTES)));
        return (int) Math.min(number, survey.good());
    }

    private static long parts(long bytes, long each) {
        return (bytes + each - 1) / each;
    }

    /** Returns the good ones among records as read, with the columns of a schema that {@link ImageRows#schema} gave. */
    static Dataset<Row> imageRows(
            Dataset<Row> read, StructType schema, IngestOptions.Split split, IngestOptions.Derived derived) {
        Column image = struct(
                col(ReadRows.ORIGIN).as("origin"),
                col(ReadRows.HEIGHT).as("height"),
                col(ReadRows.WIDTH).as("width"),
                col(ReadRows.CHANNELS).as("nChannels"),
                mode(col(ReadRows.CHANNELS)).as("mode"),
                col(ReadRows.PIXELS).as("data"));
        Dataset<Row> rows = read.filter(col(ReadRows.REASON).isNull())
                .withColumn(ImageRows.IMAGE, image)
                .withColumn(
                        ImageRows.SPLIT,
                        Splits.column(
                                col(ImageRows.ID),
                                col(ImageRows.SPLIT),
                                split.validationFraction(),
                                split.testFraction(),
                                split.seed()));
        if (!derived.column().isEmpty()) {
            UserDefinedFunction resized = udf(new DerivedImage(derived), ImageSchema.columnSchema());
            rows = rows.withColumn(derived.column(), resized.apply(col(ImageRows.IMAGE)));
        }
        return rows.select(Arrays.stream(schema.fields()).map(Shards::commented).toArray(Column[]::new));
    }

    private static Column mode(Column channels) {
        return when(channels.equalTo(1), ImageRows.mode(1))
                .when(channels.equalTo(3), ImageRows.mode(3))
                .when(channels.equalTo(4), ImageRows.mode(4))
                .otherwise(lit(null));
    }

    private static Column commented(StructField field) {
        return col(field.name()).as(field.name(), field.metadata());
    }

    /** Writes rows into a directory. */
    static void write(Dataset<Row> images, int shards, Path directory) {
        // Of MNIST zstd makes 12.3 MB and snappy 17.6 MB, in the same time.
        images.repartition(shards, col(ImageRows.ID))
                .sortWithinPartitions(ImageRows.ID)
                .write()
                .mode(SaveMode.Append)
                .option("compression", "zstd")
                .option("maxRecordsPerFile", 0)
                .parquet(directory.toString());
    }

    /** Reads Parquet files of a directory, also of one that is still aside and will get its name. */
    public static Dataset<Row> read(SparkSession spark, Configuration hadoop, Path directory, StructType schema)
            throws IOException {
        // File by file, as Spark takes a directory whose name begins with _ for one to leave out.
        FileStatus[] files = directory
                .getFileSystem(hadoop)
                .listStatus(directory, path -> ParquetSource.isParquetName(path.getName()));
        return spark.read()
                .schema(schema)
                .parquet(Arrays.stream(files)
                        .map(file -> file.getPath().toString())
                        .toArray(String[]::new));
    }
}
