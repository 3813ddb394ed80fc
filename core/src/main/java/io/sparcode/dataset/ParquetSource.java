package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet with a column of Spark's image schema or of encoded images. Columns {@code id}, {@code label}, {@code split} and,
 * where it is a struct of numbers, {@code factors} are kept; without ids, a record's id is its file's name and its place in
 * the file.
 */
final class ParquetSource implements Source {
    static final String ENDING = ".parquet";
    private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
    /** A quarter of Spark's own: images that take so much in a file are often four times as large in memory. */
    private static final long PARTITION_BYTES = 32L << 20;

    private static final Set<String> USUAL_NAMES = Set.of("image", "content", "data", "bytes");

    private final InputFiles input;
    private final Dataset<Row> frame;
    private final String imageColumn;
    private final boolean structured;
    private final List<String> labelNames;

    /**
     * Reads the schema.
     *
     * @throws BadDataException if there is none, no column of images is in it, or a column has a wrong type
     */
    ParquetSource(SparkSession spark, InputFiles input, IngestOptions.Parquet options) throws IOException {
        this.input = input;
        this.frame = open(spark, input);
        StructType schema = frame.schema();
        StructField field = options.imageColumn().isEmpty() ? find(schema) : named(schema, options.imageColumn());
        this.imageColumn = field.name();
        this.structured = field.dataType() instanceof StructType;
        requireType(schema, ImageRows.ID, "a string or a number", ParquetSource::isStringOrNumber);
        requireType(schema, ImageRows.LABEL, "a number", NumericType.class::isInstance);
        requireType(schema, ImageRows.SPLIT, "a string", StringType.class::isInstance);
        this.labelNames = labelNames(spark.sessionState().newHadoopConf());
    }

    private static Dataset<Row> open(SparkSession spark, InputFiles input) {
        DataFrameReader reader =
                spark.read().option("ignoreCorruptFiles", "false").option("ignoreMissingFiles", "false");
        if (input.files().stream().anyMatch(file -> isParquetName(file.getPath().getName()))) {
            reader = reader.option("pathGlobFilter", "*" + ENDING);
        }
        try {
            return reader.parquet(input.input());
        } catch (Exception e) {
            throw new BadDataException("input '" + input.input() + "' cannot be read as Parquet: " + e.getMessage(), e);
        }
    }

    /** Returns whether a name is one that Parquet files have. */
    static boolean isParquetName(String name) {
        return name.endsWith(ENDING);
    }

    private StructField find(StructType schema) {
        List<StructField> candidates = Arrays.stream(schema.fields())
                .filter(ParquetSource::canHoldImages)
                .toList();
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        List<StructField> usual = candidates.stream()
                .filter(field -> USUAL_NAMES.contains(field.name()))
                .toList();
        return usual.stream()
                .filter(field -> field.name().equals(ImageRows.IMAGE) || usual.size() == 1)
                .findFirst()
                .orElseThrow(() -> noImages(
                        schema,
                        candidates.isEmpty() ? "no column of images" : "several columns that may be the images"));
    }

    private StructField named(StructType schema, String name) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name) && canHoldImages(field))
                .findFirst()
                .orElseThrow(() -> noImages(schema, "no column '" + name + "' that can hold images"));
    }

    private BadDataException noImages(StructType schema, String what) {
        return new BadDataException("input '" + input.input() + "' has " + what
                + ": that is a struct of Spark's image schema, or encoded images as binary; its columns are "
                + Arrays.stream(schema.fields())
                        .map(field -> field.name() + " " + field.dataType().simpleString())
                        .collect(Collectors.joining(", "))
                + "; ingest.parquet.image-column names the one");
    }

    private static boolean canHoldImages(StructField field) {
        return field.dataType() instanceof BinaryType
                || field.dataType() instanceof StructType struct
                        && Set.of(struct.fieldNames()).containsAll(Set.of("height", "width", "nChannels", "data"))
                        && struct.apply("data").dataType() instanceof BinaryType;
    }

    private void requireType(StructType schema, String name, String allowed, Predicate<DataType> isAllowed) {
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            return;
        }
        DataType type = schema.apply(name).dataType();
        if (!isAllowed.test(type)) {
            throw new BadDataException("input '" + input.input() + "' has a column " + name + " of type "
                    + type.simpleString() + "; it must be " + allowed);
        }
    }

    private static boolean isStringOrNumber(DataType type) {
        return type instanceof StringType || type instanceof NumericType;
    }

    /** Takes over what the labels of a dataset stand for. */
    private List<String> labelNames(Configuration hadoop) throws IOException {
        return DatasetSummary.isIn(hadoop, input.root())
                ? DatasetSummary.read(hadoop, input.root()).labelNames()
                : List.of();
    }

    @Override
    public List<FileStatus> files() {
        return input.files();
    }

    @Override
    public List<LeftOut> leftOut() {
        return input.leftOut();
    }

    @Override
    public boolean hasSplits() {
        return has(ImageRows.SPLIT);
    }

    @Override
    public List<String> labelNames() {
        return labelNames;
    }

    @Override
    public Optional<StructField> factors() {
        return Arrays.stream(frame.schema().fields())
                .filter(field -> field.name().equals(ImageRows.FACTORS))
                .map(StructField::dataType)
                .filter(ParquetSource::isStructOfNumbers)
                .map(type -> ImageRows.factors((StructType) type))
                .findFirst();
    }

    private static boolean isStructOfNumbers(DataType type) {
        return type instanceof StructType struct
                && Arrays.stream(struct.fields()).allMatch(field -> field.dataType() instanceof NumericType);
    }

    private boolean has(String column) {
        return Arrays.asList(frame.columns()).contains(column);
    }

    private Column orNull(String column, String type) {
        return (has(column) ? col(column) : lit(null)).cast(type).as(column);
    }

    @Override
    public boolean hasOwnIds() {
        return has(ImageRows.ID);
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        // The session is the ingest's own.
        spark.conf()
                .set(
                        MAX_PARTITION_BYTES,
                        Math.min(PARTITION_BYTES, spark.sessionState().conf().filesMaxPartitionBytes()));
        List<Column> columns = new ArrayList<>(List.of(
                orNull(ImageRows.ID, "string"),
                col("_metadata.file_path"),
                col("_metadata.row_index"),
                orNull(ImageRows.LABEL, "double"),
                orNull(ImageRows.SPLIT, "string")));
        if (structured) {
            StructType struct = (StructType) frame.schema().apply(imageColumn).dataType();
            for (StructField field : ImageSchema.columnSchema().fields()) {
                boolean there = Arrays.asList(struct.fieldNames()).contains(field.name());
                Column value = there ? col("`" + imageColumn + "`").getField(field.name()) : lit(null);
                columns.add(value.cast(field.dataType()).as(field.name()));
            }
        } else {
            columns.add(col("`" + imageColumn + "`").as(ParquetRecords.ENCODED));
        }
        factors().ifPresent(factors -> columns.add(col(factors.name())));
        ParquetRecords records = new ParquetRecords(
                new Path(input.root().toUri().getPath()).toString(), has(ImageRows.ID), structured, fit);
        return frame.select(columns.toArray(Column[]::new)).toJavaRDD().mapPartitions(records);
    }
}
