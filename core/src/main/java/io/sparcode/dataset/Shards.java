package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Murmur3HashFunction;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The Parquet files of a dataset. A record's file follows from its id, and a file's records are sorted by id, so that
 * the same records give the same files.
 */
public final class Shards {
    private static final long SHARD_BYTES = 64L << 20;
    private static final long SMALL_SHARD_BYTES = 1L << 20;
    private static final long SPARKS_SEED = 42;

    private Shards() {}

    /**
     * Returns the number of files: as many as asked for, else files of 64 MiB of pixels, or smaller ones down to 1 MiB
     * where that gives every task slot one. Never more than records.
     *
     * @param asked 0 for none asked for
     * @param bytes of all records' pixels
     */
    static int number(int asked, long records, long bytes, int slots) {
        long number = asked > 0
                ? asked
                : Math.max(parts(bytes, SHARD_BYTES), Math.min(slots, parts(bytes, SMALL_SHARD_BYTES)));
        return (int) Math.min(number, records);
    }

    /** Returns the shard of a record, from 0: that to which Spark's {@code repartition} by the id brings it. */
    static int of(UTF8String id, int shards) {
        return (int) Math.floorMod(Murmur3HashFunction.hash(id, DataTypes.StringType, SPARKS_SEED), (long) shards);
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
                col(ReadRows.MODE),
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

    private static Column commented(StructField field) {
        return col(field.name()).as(field.name(), field.metadata());
    }

    /**
     * Writes rows into a directory.
     *
     * @param inPlace whether the rows are in so many parts by their shard already, each sorted by id
     */
    static void write(Dataset<Row> images, int shards, boolean inPlace, Path directory) {
        Dataset<Row> placed =
                inPlace ? images : images.repartition(shards, col(ImageRows.ID)).sortWithinPartitions(ImageRows.ID);
        // Of MNIST zstd makes 12.3 MB and snappy 17.6 MB, in the same time.
        DataFrameWriter<Row> writer = placed.write().mode(SaveMode.Append).option("compression", "zstd");
        for (StructField field : images.schema().fields()) {
            if (field.dataType() instanceof StructType) {
                // Pixels hardly ever repeat, and their dictionary would be built only to be thrown away.
                writer = writer.option("parquet.enable.dictionary#" + field.name() + ".data", "false");
            }
        }
        writer.option("maxRecordsPerFile", 0).parquet(directory.toString());
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
