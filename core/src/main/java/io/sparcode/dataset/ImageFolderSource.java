package io.sparcode.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    private final InputFiles input;
    private final List<FileStatus> files;
    private final FolderReading reading;
    private final Set<String> splits;
    private final LabelNumbers labels;

    /**
     * Takes the files that are images by name, and those whose names say nothing; what is no image shows when it is read.
     *
     * @throws BadDataException if there are none, or what their folders stand for cannot be told
     */
    ImageFolderSource(Configuration hadoop, InputFiles all, FolderLayout layout) throws IOException {
        this.input = NamelessFiles.withoutOddOnes(hadoop, requireImages(all));
        List<String> names = new ArrayList<>();
        input.files().forEach(file -> names.add(input.relative(file.getPath())));
        try {
            this.reading = FolderReading.of(names, layout);
            this.labels = LabelNumbers.of(reading.labels(), "folder");
        } catch (BadDataException e) {
            throw new BadDataException("input '" + input.input() + "': " + e.getMessage(), e);
        }
        this.splits = reading.splits();
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

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        List<ImageFile> images = new ArrayList<>();
        for (FileStatus file : files) {
            String name = input.relative(file.getPath());
            FolderReading.Place place = reading.places().get(name);
            images.add(new ImageFile(
                    file.getPath().toString(),
                    file.getLen(),
                    name,
                    labels.numbers().get(place.label()),
                    SourceNames.kept(place.split(), splits)));
        }
        long bytes = files.stream().collect(Collectors.summingLong(FileStatus::getLen));
        long tasks = Math.max(bytes / TASK_BYTES, context.defaultParallelism());
        return context.parallelize(images, (int) Math.min(tasks, images.size()))
                .mapPartitions(some -> ImageFile.rows(some, hadoop.value().value(), fit));
    }
}
