package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A folder tree of encoded images. A file's label is the first folder below the root: its number where every such
 * folder's name is one, else the folder's place among their sorted names. Folders named train and test at the top,
 * perhaps with validation or val, are splits, and labels are the folders below them.
 */
final class ImageFolderSource implements Source {
    private static final long TASK_BYTES = 32L << 20;

    private final InputFiles input;
    private final boolean hasSplits;
    private final boolean hasValidation;
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<String> labelNames;

    /** Takes every file of the input; what is no image shows when it is read. */
    ImageFolderSource(InputFiles input) {
        this.input = input;
        Set<String> top = new TreeSet<>();
        for (FileStatus file : input.files()) {
            top.add(folder(input.relative(file.getPath()), 0));
        }
        hasSplits = SourceNames.areSplits(top);
        hasValidation = hasSplits && top.size() > 2;
        Set<String> names = new TreeSet<>();
        for (FileStatus file : input.files()) {
            names.add(labelFolder(input.relative(file.getPath())));
        }
        names.remove("");
        labelNames = number(names);
    }

    private List<String> number(Set<String> names) {
        if (names.stream().allMatch(name -> name.matches("[0-9]{1,9}"))) {
            names.forEach(name -> labels.put(name, Integer.valueOf(name)));
            return List.of();
        }
        List<String> sorted = List.copyOf(names);
        for (int label = 0; label < sorted.size(); label++) {
            labels.put(sorted.get(label), label);
        }
        return sorted;
    }

    /** Returns the folder at a depth of a relative path, or an empty name where the file itself lies there. */
    private static String folder(String relative, int depth) {
        String[] parts = relative.split("/");
        return depth < parts.length - 1 ? parts[depth] : "";
    }

    private String labelFolder(String relative) {
        return folder(relative, hasSplits ? 1 : 0);
    }

    /** Returns the split of a file, or null: train is divided where there is no validation beside it. */
    private String split(String relative) {
        if (!hasSplits) {
            return null;
        }
        String split = SourceNames.splitOfFolder(folder(relative, 0));
        return split.equals(ImageRows.TRAIN) && !hasValidation ? null : split;
    }

    @Override
    public List<FileStatus> files() {
        return input.files();
    }

    @Override
    public boolean hasSplits() {
        return hasSplits;
    }

    @Override
    public List<String> labelNames() {
        return labelNames;
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        List<ImageFile> files = new ArrayList<>();
        for (FileStatus file : input.files()) {
            String relative = input.relative(file.getPath());
            files.add(new ImageFile(
                    file.getPath().toString(),
                    file.getLen(),
                    relative,
                    labels.get(labelFolder(relative)),
                    split(relative)));
        }
        long bytes = input.files().stream().collect(Collectors.summingLong(FileStatus::getLen));
        long tasks = Math.max(bytes / TASK_BYTES, context.defaultParallelism());
        return context.parallelize(files, (int) Math.min(tasks, files.size()))
                .mapPartitions(some -> ImageFile.rows(some, hadoop.value().value(), fit));
    }
}
