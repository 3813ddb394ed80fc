package io.sparcode.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparcode.dataset.ParquetField.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet with a column of Spark's image schema or of encoded images, and perhaps columns of ids, labels, splits and
 * factors. The columns are those of all files together; without ids, a record's id is its file's name and its place in the
 * file.
 */
final class ParquetSource implements Source {
    static final String ENDING = ".parquet";
    private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
    /** A quarter of Spark's own: images that take so much in a file are often four times as large in memory. */
    private static final long PARTITION_BYTES = 32L << 20;
    /** Spark lists more files than 32 in so many tasks, by itself as many as files. */
    private static final int LISTING_TASKS = 16;

    private final SparkSession spark;
    private final InputFiles input;
    private final ParquetFiles files;
    private final ParquetColumns columns;
    private final ParquetSplits splits;
    /** The values of labels are counted when they are first asked for. */
    private ParquetLabels labels;

    /**
     * Reads the footers.
     *
     * @throws BadDataException if a file cannot be read, no column of images is there, or a column has a wrong type
     */
    ParquetSource(SparkSession spark, InputFiles input, IngestOptions.Parquet options) throws IOException {
        this.spark = spark;
        this.input = input;
        // The session is the ingest's own.
        long partitionBytes =
                Math.min(PARTITION_BYTES, spark.sessionState().conf().filesMaxPartitionBytes());
        spark.conf().set(MAX_PARTITION_BYTES, partitionBytes);
        spark.conf().set("spark.sql.sources.parallelPartitionDiscovery.parallelism", LISTING_TASKS);
        // Names are taken as the files have them: columns may differ in case alone.
        spark.conf().set("spark.sql.caseSensitive", true);
        this.files = new ParquetFiles(spark, input);
        // What is found does not depend on nulls in columns that are not read.
        files.regroup(ParquetColumns.find(files, options).names());
        this.columns = ParquetColumns.find(files, options);
        boolean mayBeNames = columns.split() == null && options.splitColumn().isEmpty();
        this.splits = mayBeNames ? ParquetSplits.of(files.names()) : ParquetSplits.OF_COLUMN;
    }

    /** Returns whether a name is one that Parquet files have. */
    static boolean isParquetName(String name) {
        return ParquetFiles.isNamed(name);
    }

    @Override
    public List<FileStatus> files() {
        return files.files();
    }

    @Override
    public List<LeftOut> leftOut() {
        List<LeftOut> all = new ArrayList<>(input.leftOut());
        if (!files.others().isEmpty()) {
            all.add(LeftOut.of("they are no Parquet", files.others()));
        }
        if (!files.unopened().isEmpty()) {
            all.add(LeftOut.of("they cannot be opened, and are no Parquet by name", files.unopened()));
        }
        return all;
    }

    @Override
    public boolean hasSplits() {
        return columns.split() != null || splits.fromNames().contains(ImageRows.TEST);
    }

    @Override
    public boolean hasValidation() {
        return splits.fromNames().contains(ImageRows.VALIDATION);
    }

    @Override
    public List<String> labelNames() {
        return labels().names();
    }

    /** Says what is taken for what. */
    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(columns.notes(files));
        if (!splits.fromNames().isEmpty()) {
            notes.add("splits " + String.join(", ", splits.fromNames())
                    + " are those that the files' names say; ingest.parquet.split-column = none takes them for names");
        }
        if (labels().areText() || !labels().names().isEmpty()) {
            notes.add("labels of " + columns.label().name() + ": " + labels());
        }
        return notes;
    }

    @Override
    public Optional<StructField> factors() {
        return Optional.ofNullable(columns.factors()).map(ParquetFactors::column);
    }

    @Override
    public boolean hasOwnIds() {
        return columns.id() != null;
    }

    private ParquetLabels labels() {
        if (labels == null) {
            labels = columns.label() == null ? ParquetLabels.NUMBERS : labels(columns.label());
        }
        return labels;
    }

    private ParquetLabels labels(ParquetColumn column) {
        if (column.isNull()) {
            return ParquetLabels.NUMBERS;
        }
        Kind kind = column.kind();
        if (kind == Kind.TEXT) {
            return ParquetLabels.text(values(column));
        }
        if (kind == Kind.BOOLEANS) {
            return ParquetLabels.BOOLEANS;
        }
        List<String> classes = ParquetLabels.classNames(files, column);
        if (!classes.isEmpty()) {
            return ParquetLabels.classes(classes);
        }
        return column.isCalled(ImageRows.LABEL) ? ParquetLabels.numbers(namesOfDataset()) : ParquetLabels.NUMBERS;
    }

    /** Takes over what the labels of a dataset stand for. */
    private List<String> namesOfDataset() {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try {
            return DatasetSummary.isIn(hadoop, input.root())
                    ? DatasetSummary.read(hadoop, input.root()).labelNames()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a column of text through, or the names of the folders that give it. */
    private SortedSet<String> values(ParquetColumn column) {
        SortedSet<String> values = new TreeSet<>();
        if (column.partition() != null) {
            for (String file : files.names()) {
                String value = PartitionFolders.value(file, column.partition());
                if (value != null) {
                    values.add(value);
                }
            }
        } else {
            Dataset<Row> all = null;
            for (ParquetFooter footer : files.groups().keySet()) {
                if (column.in(footer).isPresent()) {
                    Dataset<Row> some =
                            rows(footer).select(column.values(footer, "string").as(ImageRows.LABEL));
                    all = all == null ? some : all.union(some);
                }
            }
            all.distinct()
                    .filter(col(ImageRows.LABEL).isNotNull())
                    .limit(ImageRows.MAX_LABELS + 1)
                    .collectAsList()
                    .forEach(row -> values.add(row.getString(0)));
        }
        if (values.size() > ImageRows.MAX_LABELS) {
            throw files.bad("has more than " + ImageRows.MAX_LABELS + " different texts in " + column.name()
                    + ", such as '" + values.first() + "', which are no classes; ingest.parquet.label-column names"
                    + " another column, or none");
        }
        return values;
    }

    /** Returns the rows of the files of a footer: of the files as they were listed, not of the folders that they lie in. */
    private Dataset<Row> rows(ParquetFooter footer) {
        List<StructField> fields = new ArrayList<>(columns.read(footer));
        if (fields.isEmpty()) {
            // Spark reads no file of no columns; one that is not there is null.
            fields.add(DataTypes.createStructField("no column", DataTypes.BinaryType, true));
        }
        String[] paths = files.groups().get(footer).stream()
                .map(file -> file.getPath().toString())
                .toArray(String[]::new);
        Dataset<Row> rows = spark.read()
                .schema(DataTypes.createStructType(fields))
                .option("ignoreCorruptFiles", "false")
                .option("ignoreMissingFiles", "false")
                // Spark 3.5's own option for paths that are no globs, whatever characters are in them.
                .option("__globPaths__", "false")
                .parquet(paths);
        if (rows.inputFiles().length != paths.length) {
            throw files.bad("has " + paths.length + " files such as " + files.example(footer)
                    + ", of which Spark reads "
                    + rows.inputFiles().length + ": it leaves out those whose names begin with '.' or '_' or end with"
                    + " '._COPYING_'");
        }
        return rows;
    }

    @Override
    public JavaRDD<Row> read(SparkSession session, TargetFit fit) {
        Dataset<Row> all = null;
        for (ParquetFooter footer : files.groups().keySet()) {
            Dataset<Row> some = rows(footer).select(selection(footer).toArray(Column[]::new));
            all = all == null ? some : all.union(some);
        }
        ParquetRecords records = new ParquetRecords(
                new ParquetRecords.Meaning(
                        new Path(input.root().toUri().getPath()).toString(),
                        hasOwnIds(),
                        isStructured(),
                        labels(),
                        columns.label() == null ? null : columns.label().partition(),
                        splits,
                        columns.split() == null ? null : columns.split().partition()),
                fit);
        return all.toJavaRDD().mapPartitions(records);
    }

    private boolean isStructured() {
        return columns.imageKind() == Kind.STRUCTURED;
    }

    /** Returns the columns that {@link ParquetRecords} takes, of the files of a footer. */
    private List<Column> selection(ParquetFooter footer) {
        List<Column> selection = new ArrayList<>(List.of(
                values(columns.id(), footer, "string").as(ImageRows.ID),
                col("_metadata.file_path"),
                col("_metadata.row_index"),
                values(columns.label(), footer, labels().areText() ? "string" : "double")
                        .as(ImageRows.LABEL),
                values(columns.split(), footer, "string").as(ImageRows.SPLIT),
                lit(columns.image().isIn(footer)).as("hasImage")));
        Optional<ParquetField> image = columns.image().in(footer);
        if (isStructured()) {
            for (StructField field : ImageSchema.columnSchema().fields()) {
                selection.add(orNull(image.flatMap(struct -> struct.within(field.name())))
                        .cast(field.dataType())
                        .as(field.name()));
            }
        } else {
            Optional<ParquetField> struct = image.filter(found -> found.type() instanceof StructType);
            Optional<ParquetField> bytes =
                    struct.isPresent() ? struct.flatMap(found -> found.within(ParquetField.BYTES)) : image;
            Optional<ParquetField> path = bytes.flatMap(found -> found.beside(footer.schema(), ParquetField.PATH))
                    .filter(found -> found.kind() == Kind.TEXT);
            selection.add(orNull(bytes).cast("binary").as(ParquetRecords.ENCODED));
            selection.add(orNull(path).cast("string").as(ParquetField.PATH));
        }
        factors().ifPresent(factors -> selection.add(columns.factors().values(footer)));
        return selection;
    }

    private static Column values(ParquetColumn column, ParquetFooter footer, String type) {
        return column == null ? lit(null).cast(type) : column.values(footer, type);
    }

    private static Column orNull(Optional<ParquetField> field) {
        return field.map(ParquetField::column).orElse(lit(null));
    }
}
