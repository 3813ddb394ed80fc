package io.sparcode.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Tar archives, gzip or not, each read by one task. In WebDataset's layout the files of one name but for the ending are
 * a sample: an image, and perhaps its label in a {@code .cls} or {@code .json} file. Archives of nothing but images are
 * folders of them: the first folder is the label, or the split where all such folders are splits'.
 */
final class TarSource implements Source {
    private final InputFiles input;
    private final List<FileStatus> files;
    private final TarContents contents;
    private final LabelNumbers labels;
    private final Map<String, TarFolder> folders = new LinkedHashMap<>();
    private final Map<String, String> splits = new LinkedHashMap<>();
    private final boolean hasSplits;

    /**
     * Reads through the archives, but not through the images.
     *
     * @throws BadDataException if there are none, one is damaged, or labels are of two kinds
     */
    TarSource(SparkSession spark, InputFiles input, FolderLayout layout) throws IOException {
        this.input = input;
        files = input.files().stream()
                .filter(file ->
                        isTarName(file.getPath().getName()) || input.files().size() == 1)
                .toList();
        if (files.isEmpty()) {
            throw new BadDataException(
                    "input '" + input.input() + "' has " + input.files().size()
                            + " files and none of them is a tar archive, by name (*.tar, *.tar.gz, *.tgz)");
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        List<String> paths =
                files.stream().map(file -> file.getPath().toString()).toList();
        try {
            contents = context.parallelize(paths, paths.size())
                    .map(path -> TarContents.of(path, hadoop.value().value()))
                    .reduce(TarContents::merge);
        } catch (Exception e) {
            IngestFailures.throwBadDataBehind(e);
            throw e;
        }
        Set<String> texts = new TreeSet<>(contents.labels());
        if (!contents.isSamples()) {
            folders.putAll(TarFolder.of(contents.folders(), layout));
            folders.values().stream()
                    .filter(folder -> folder.label() != null)
                    .forEach(folder -> texts.add(folder.label()));
        }
        labels = new LabelNumbers(
                texts, contents.isSamples() ? "beside the images of " + input.input() : "folders in " + input.input());
        files.forEach(file -> splits.put(
                file.getPath().toString(), SourceNames.splitOf(SourceNames.words(input.relative(file.getPath())))));
        Set<String> all = new TreeSet<>();
        splits.values().stream().filter(split -> split != null).forEach(all::add);
        folders.values().stream().filter(folder -> folder.split() != null).forEach(folder -> all.add(folder.split()));
        hasSplits = all.contains(ImageRows.TEST) || all.contains(ImageRows.VALIDATION);
        if (!all.contains(ImageRows.VALIDATION)) {
            // Train is divided where there is no validation beside it.
            splits.replaceAll((path, split) -> ImageRows.TRAIN.equals(split) ? null : split);
            folders.replaceAll((name, folder) -> folder.withoutTrain());
        }
    }

    /** Returns whether a name is of the kind that tar archives have. */
    static boolean isTarName(String name) {
        return name.matches(".*\\.(tar|tar\\.gz|tgz)");
    }

    /** Returns whether a file's first bytes, unpacked, are those of a tar archive. */
    static boolean hasMagic(byte[] head) {
        return head.length > 261
                && head[257] == 'u'
                && head[258] == 's'
                && head[259] == 't'
                && head[260] == 'a'
                && head[261] == 'r';
    }

    @Override
    public List<FileStatus> files() {
        return files;
    }

    @Override
    public List<LeftOut> leftOut() {
        List<LeftOut> all = new ArrayList<>(input.leftOut());
        if (!contents.isSamples()) {
            all.addAll(contents.others());
        }
        return all;
    }

    @Override
    public boolean hasSplits() {
        return hasSplits;
    }

    @Override
    public List<String> labelNames() {
        return labels.names();
    }

    @Override
    public Dataset<Row> read(SparkSession spark, TargetFit fit) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        TarLayout layout = new TarLayout(contents.isSamples(), labels.numbers(), folders);
        List<TarArchive> archives = new ArrayList<>();
        for (FileStatus file : files) {
            String path = file.getPath().toString();
            String name = SourceNames.withoutGz(input.relative(file.getPath())).replaceFirst("\\.tgz$", ".tar");
            archives.add(new TarArchive(path, name, splits.get(path)));
        }
        return spark.createDataFrame(
                context.parallelize(archives, archives.size())
                        .flatMap(archive -> archive.rows(hadoop.value().value(), layout, fit)),
                ReadRows.SCHEMA);
    }
}
