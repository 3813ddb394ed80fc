package io.sparcode.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A folder tree of encoded images, whose folders are labels, or splits with labels below them: see {@link FolderReading}
 * and {@link LabelNumbers}.
 */
final class ImageFolderSource implements Source {
    private static final long TASK_BYTES = 32L << 20;
    /** Most bytes of files that one task reads where it reads a whole shard. */
    private static final long PLACED_TASK_BYTES = 64L << 20;
    /** Their names travel with the task, of which Spark wants no more than a megabyte. */
    private static final long TASK_FILES = 8192;
    /** Images that are looked at for their size before those beyond are. */
    private static final int TRIED = 8;

    private final InputFiles input;
    private final List<FileStatus> files;
    private final FolderReading reading;
    private final Set<String> splits;
    private final LabelNumbers labels;
    private final int askedShards;
    /** The number of shards, once an image was looked at; null before. */
    private Integer shards;

    /**
     * Takes the files that are images by name, and those whose names say nothing; what is no image shows when it is read.
     *
     * @throws BadDataException if there are none, or what their folders stand for cannot be told
     */
    ImageFolderSource(Configuration hadoop, InputFiles all, IngestOptions options) throws IOException {
        this.input = NamelessFiles.withoutOddOnes(hadoop, requireImages(all));
        List<String> names = new ArrayList<>();
        input.files().forEach(file -> names.add(input.relative(file.getPath())));
        try {
            this.reading = FolderReading.of(names, options.folders());
            this.labels = LabelNumbers.of(reading.labels(), "folder");
        } catch (BadDataException e) {
            throw new BadDataException("input '" + input.input() + "': " + e.getMessage(), e);
        }
        this.splits = reading.splits();
        this.askedShards = options.shards();
        this.files = input.files().stream()
                .filter(file -> reading.places().containsKey(input.relative(file.getPath())))
                .toList();
    }

    private static InputFiles requireImages(InputFiles all) {
        InputFiles images = all.without(
                file -> FileKind.of(file.getPath().getName()) == FileKind.OTHER, "by its name's ending no image");
        FileStatus first = images.files().get(0);
        if (FileKind.of(first.getPath().getName()) == FileKind.OTHER) {
            throw new BadDataException("input '" + all.input() + "' has no images: none of its "
                    + all.files().size() + " files, such as " + all.relative(first.getPath())
                    + ", has an image's name. ingest.format says what an input is made of where it is not found out");
        }
        return images;
    }

    @Override
    public List<FileStatus> files() {
        return files;
    }

    /** Folders of training and validation images alone leave a test split to be divided from the former. */
    @Override
    public boolean hasSplits() {
        return splits.contains(ImageRows.TEST);
    }

    @Override
    public boolean hasValidation() {
        return splits.contains(ImageRows.VALIDATION);
    }

    @Override
    public List<String> labelNames() {
        return labels.names();
    }

    @Override
    public List<LeftOut> leftOut() {
        List<LeftOut> all = new ArrayList<>(input.leftOut());
        all.addAll(reading.leftOut());
        return all;
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(reading.text() + (labels.numbers().isEmpty() ? "; no labels" : "; labels " + labels));
        List<String> alike = labels.alikeButForCase();
        if (!alike.isEmpty()) {
            notes.add("labels that differ in case alone are different ones: " + String.join(", ", alike));
        }
        return notes;
    }

    /**
     * All images have the same size, or there is no dataset. So one of them tells how many shards there will be, and ids, which
     * are files' names, to which of them each belongs: pixels need not be brought there by a shuffle. Where the guess was wrong,
     * they are.
     */
    @Override
    public int shards(SparkSession spark, TargetFit fit) {
        if (shards == null) {
            int slots = spark.sparkContext().defaultParallelism();
            int guess = Shards.number(askedShards, files.size(), bytesOfOne(spark, fit) * files.size(), slots);
            // Fewer tasks than slots would leave some idle, and large files of small images make tasks of gigabytes.
            boolean fits = guess >= slots && files.size() / guess <= TASK_FILES && bytes() / guess <= PLACED_TASK_BYTES;
            shards = fits ? guess : 0;
        }
        return shards;
    }

    /** Returns the bytes of an image's pixels; 0 where the first few cannot be read. */
    private long bytesOfOne(SparkSession spark, TargetFit fit) {
        Iterator<Row> rows = ImageFile.rows(
                images(files.subList(0, Math.min(TRIED, files.size()))).iterator(),
                spark.sessionState().newHadoopConf(),
                fit);
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (!ReadRows.isBad(row)) {
                    return ReadRows.pixels(row).length;
                }
            }
        } catch (UncheckedIOException e) {
            // Tasks try again.
            return 0;
        }
        return 0;
    }

    private long bytes() {
        return files.stream().mapToLong(FileStatus::getLen).sum();
    }

    private List<ImageFile> images(List<FileStatus> some) {
        List<ImageFile> images = new ArrayList<>();
        for (FileStatus file : some) {
            String name = input.relative(file.getPath());
            FolderReading.Place place = reading.places().get(name);
            images.add(new ImageFile(
                    file.getPath().toString(),
                    file.getLen(),
                    name,
                    labels.numbers().get(place.label()),
                    SourceNames.kept(place.split(), splits)));
        }
        return images;
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        int placed = shards(spark, fit);
        List<ImageFile> images = images(files);
        List<List<ImageFile>> tasks = placed > 0 ? byShard(images, placed) : asTheyLie(images, context);
        return context.parallelize(tasks, tasks.size())
                .flatMap(some -> ImageFile.rows(some.iterator(), hadoop.value().value(), fit));
    }

    private static List<List<ImageFile>> byShard(List<ImageFile> images, int shards) {
        List<List<ImageFile>> all = new ArrayList<>();
        IntStream.range(0, shards).forEach(shard -> all.add(new ArrayList<>()));
        images.forEach(image -> all.get(Shards.of(image.sortKey(), shards)).add(image));
        all.forEach(some -> some.sort(Comparator.comparing(ImageFile::sortKey)));
        return all;
    }

    private List<List<ImageFile>> asTheyLie(List<ImageFile> images, JavaSparkContext context) {
        long wanted = Math.max(
                Math.max(bytes() / TASK_BYTES, (images.size() + TASK_FILES - 1) / TASK_FILES),
                context.defaultParallelism());
        int tasks = (int) Math.min(wanted, images.size());
        List<List<ImageFile>> all = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            int from = (int) ((long) task * images.size() / tasks);
            int to = (int) ((task + 1L) * images.size() / tasks);
            all.add(new ArrayList<>(images.subList(from, to)));
        }
        return all;
    }
}
