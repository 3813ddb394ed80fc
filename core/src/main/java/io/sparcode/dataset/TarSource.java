package io.sparcode.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Tar archives, gzip or not, each read by one task. In WebDataset's layout the files of one name but for the ending are
 * a sample: an image, and perhaps its label in a {@code .cls} or {@code .json} file. Archives of nothing but images are
 * read as folders of them are.
 */
final class TarSource implements Source {
    private final InputFiles input;
    private final List<FileStatus> files;
    private final TarContents contents;
    private final LabelNumbers labels;
    /** Of archives of image files; null of samples. */
    private final FolderReading reading;
    /** What folders of samples say, by their paths; none of image files. */
    private final Map<String, String> folderSplits;

    private final Map<String, String> archiveSplits = new HashMap<>();
    private final Set<String> splits = new HashSet<>();

    /**
     * Reads through the archives, but not through the images.
     *
     * @throws BadDataException if there are none, one is damaged or there both packed and unpacked, or labels are of two
     *     kinds or too many
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
        SourceNames.requireNoCopies(input, files);
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
        files.forEach(file -> archiveSplits.put(
                file.getPath().toString(), SourceNames.splitOf(SourceNames.words(input.relative(file.getPath())))));
        try {
            if (contents.isSamples()) {
                labels = LabelNumbers.of(contents.hasManyNumbers() ? Set.of() : contents.labels(), "label");
                reading = null;
                folderSplits = splitsOf(contents.folders(), layout);
                splits.addAll(folderSplits.values());
            } else if (contents.images().isEmpty()) {
                throw new BadDataException("there are no images in it, by the endings of the files in its archives");
            } else {
                folderSplits = Map.of();
                reading = FolderReading.of(contents.images(), layout);
                labels = LabelNumbers.of(reading.labels(), "folder");
                splits.addAll(reading.splits());
            }
            // Where every folder says a split, the archives' names say none of the records'.
            boolean everyFolderSays = reading == null
                    ? folderSplits.keySet().containsAll(contents.folders()) && !folderSplits.isEmpty()
                    : reading.places().values().stream().allMatch(place -> place.split() != null);
            if (!everyFolderSays) {
                archiveSplits.values().stream().filter(Objects::nonNull).forEach(splits::add);
            }
        } catch (BadDataException e) {
            throw new BadDataException("input '" + input.input() + "': " + e.getMessage(), e);
        }
    }

    /** Returns the splits that folders of samples are; their labels lie beside the images. */
    private static Map<String, String> splitsOf(Set<String> folders, FolderLayout layout) {
        Map<String, String> places = new HashMap<>();
        if (folders.stream().allMatch(String::isEmpty)) {
            return places;
        }
        List<String> names = folders.stream().map(TarSource::inFolder).toList();
        Map<String, FolderReading.Place> found = FolderReading.of(names, layout).places();
        for (String folder : folders) {
            FolderReading.Place place = found.get(inFolder(folder));
            if (place != null && place.split() != null) {
                places.put(folder, place.split());
            }
        }
        return places;
    }

    private static String inFolder(String folder) {
        return folder.isEmpty() ? "sample" : folder + "/sample";
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
        if (reading != null) {
            all.addAll(reading.leftOut());
            all.addAll(contents.others());
        }
        return all;
    }

    @Override
    public boolean hasSplits() {
        return splits.contains(ImageRows.TEST);
    }

    @Override
    public boolean hasValidation() {
        return splits.contains(ImageRows.VALIDATION);
    }

    @Override
    public List<String> notes() {
        String text = reading == null
                ? "samples of files of one name but for the ending"
                        + (folderSplits.isEmpty() ? "" : ", in folders of splits")
                : reading.text();
        if (hasManyNumbers()) {
            return List.of(
                    text + "; labels are more than " + ImageRows.MAX_LABELS + " numbers, which stay as they are");
        }
        return List.of(text + (labels.numbers().isEmpty() ? "; no labels" : "; labels " + labels));
    }

    @Override
    public List<String> labelNames() {
        return labels.names();
    }

    /** Returns whether labels are so many numbers that no table of them is made. */
    private boolean hasManyNumbers() {
        return reading == null && contents.hasManyNumbers();
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        Map<String, TarLayout.Place> places = new HashMap<>();
        folderSplits.forEach((folder, split) -> places.put(folder, new TarLayout.Place(null, split)));
        if (reading != null) {
            reading.places()
                    .forEach((image, place) -> places.put(
                            image, new TarLayout.Place(labels.numbers().get(place.label()), place.split())));
        }
        Broadcast<TarLayout> layout = context.broadcast(new TarLayout(
                contents.isSamples(),
                hasManyNumbers() ? null : new HashMap<>(labels.numbers()),
                places,
                new HashSet<>(splits)));
        List<TarArchive> archives = new ArrayList<>();
        for (FileStatus file : files) {
            String path = file.getPath().toString();
            String name = SourceNames.withoutGz(input.relative(file.getPath()));
            archives.add(new TarArchive(path, name, archiveSplits.get(path)));
        }
        return context.parallelize(archives, archives.size())
                .flatMap(archive -> archive.rows(hadoop.value().value(), layout.value(), fit));
    }
}
