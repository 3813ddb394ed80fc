package io.sparcode.dataset;

import io.sparcode.image.IdxHeader;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.UnreadableImageException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * IDX, the format of MNIST: files of images, each with the file of its labels beside it under the same name but for
 * {@code labels} and {@code idx1}.
 */
final class IdxSource implements Source {
    private final List<FileStatus> files = new ArrayList<>();
    /** Runs by their images' shape, as every shape is a layout of its own. */
    private final Map<ImageShape, List<RecordRun>> runs = new LinkedHashMap<>();

    private final List<LeftOut> leftOut = new ArrayList<>();
    private final Configuration hadoop;
    private final long maxPixels;
    private boolean hasSplits;

    /**
     * Reads every file's header.
     *
     * @param maxPixels the largest image that is taken, height x width
     * @throws BadDataException if a header is wrong, a file is longer or shorter than it says, images and labels differ
     *     in number, or there are no images
     */
    IdxSource(Configuration hadoop, InputFiles input, long maxPixels) throws IOException {
        this.hadoop = hadoop;
        this.maxPixels = maxPixels;
        leftOut.addAll(input.leftOut());
        Map<String, FileStatus> byName = new HashMap<>();
        List<FileStatus> images = new ArrayList<>();
        List<FileStatus> labels = new ArrayList<>();
        for (FileStatus file : candidates(input)) {
            FileStatus twin = byName.put(SourceNames.withoutGz(input.relative(file.getPath())), file);
            if (twin != null) {
                throw new BadDataException(twin.getPath() + " and " + file.getPath()
                        + " have the same name but for .gz; remove one, or name the other alone as input");
            }
            (header(file).isLabels() ? labels : images).add(file);
        }
        if (images.isEmpty()) {
            throw new BadDataException("input '" + input.input() + "' has no IDX file of images, only of labels");
        }
        for (FileStatus file : images) {
            add(input, file);
        }
        files.sort(Comparator.comparing(FileStatus::getPath));
        for (FileStatus file : labels) {
            if (!files.contains(file)) {
                throw new BadDataException(file.getPath() + " has labels, but no file of images is beside it under the"
                        + " same name with 'images' for 'labels' and 'idx3' for 'idx1'");
            }
        }
    }

    /** Returns whether a name is of the kind that IDX files are published under. */
    static boolean isIdxName(String name) {
        return name.matches(".*[-.]idx[0-9]-ubyte(\\.gz)?");
    }

    /** Returns whether a file's first bytes, unpacked, are those of an IDX file of bytes. */
    static boolean hasMagic(byte[] head) {
        return head.length >= 4
                && head[0] == 0
                && head[1] == 0
                && head[2] == IdxHeader.UNSIGNED_BYTE
                && head[3] >= 1
                && head[3] <= 4;
    }

    private static boolean hasMagic(Configuration hadoop, FileStatus file) throws IOException {
        try (InputStream in = FixedRecords.openUnpacked(hadoop, file.getPath())) {
            return hasMagic(in.readNBytes(4));
        } catch (EOFException | ZipException e) {
            return false;
        }
    }

    private List<FileStatus> candidates(InputFiles input) throws IOException {
        if (input.files().size() == 1) {
            return input.files();
        }
        List<FileStatus> candidates = new ArrayList<>();
        for (FileStatus file : input.files()) {
            if (isIdxName(file.getPath().getName()) || hasMagic(hadoop, file)) {
                candidates.add(file);
            }
        }
        if (candidates.isEmpty()) {
            throw new BadDataException(
                    "input '" + input.input() + "' has " + input.files().size()
                            + " files and none of them is IDX, neither by name (*-idx3-ubyte, with or without .gz) nor by"
                            + " content");
        }
        return candidates;
    }

    private void add(InputFiles input, FileStatus file) throws IOException {
        IdxHeader header = header(file);
        FixedRecords records = records(file, header);
        FileStatus labelsFile = labelsBeside(file);
        FixedRecords labels = null;
        if (labelsFile != null) {
            IdxHeader labelsHeader = header(labelsFile);
            labels = records(labelsFile, labelsHeader);
            if (!labelsHeader.isLabels() || labelsHeader.records() != header.records()) {
                throw new BadDataException(file.getPath() + " has " + header.records() + " images, but "
                        + labelsFile.getPath() + " has " + labelsHeader.records()
                        + (labelsHeader.isLabels() ? " labels" : " images where labels belong"));
            }
            files.add(labelsFile);
        }
        files.add(file);
        String name = SourceNames.withoutGz(input.relative(file.getPath()));
        String split = SourceNames.splitOfFile(file.getPath().getName());
        hasSplits |= split != null;
        runs.computeIfAbsent(shape(file, header), shape -> new ArrayList<>())
                .addAll(RecordRun.of(records, labels, name, split));
    }

    private IdxHeader header(FileStatus file) throws IOException {
        try (InputStream in = FixedRecords.openUnpacked(hadoop, file.getPath())) {
            return IdxHeader.read(in);
        } catch (UnreadableImageException | EOFException | ZipException e) {
            throw new BadDataException(file.getPath() + ": " + e.getMessage(), e);
        }
    }

    private ImageShape shape(FileStatus file, IdxHeader header) {
        try {
            ImageShape shape = header.imageShape();
            if ((long) shape.height() * shape.width() > maxPixels) {
                throw new BadDataException(file.getPath() + " says that its images are " + shape
                        + ", more pixels than the " + maxPixels + " of ingest.image.max-pixels");
            }
            return shape;
        } catch (UnreadableImageException e) {
            throw new BadDataException(file.getPath() + ": " + e.getMessage(), e);
        }
    }

    private FixedRecords records(FileStatus file, IdxHeader header) throws IOException {
        boolean gzip = FixedRecords.isGzip(hadoop, file.getPath());
        if (!gzip && file.getLen() != header.fileSize()) {
            throw new BadDataException(file.getPath() + " is " + file.getLen() + " bytes long, but its header says "
                    + header.records() + " records of " + header.recordSize() + " bytes, which is "
                    + header.fileSize());
        }
        return new FixedRecords(
                file.getPath().toString(), gzip, header.dataOffset(), header.recordSize(), header.records());
    }

    /** Returns the file of labels, whether the input names it or not; null where there is none. */
    private FileStatus labelsBeside(FileStatus images) throws IOException {
        String name = SourceNames.withoutGz(images.getPath().getName());
        String labels = name.replace("images", "labels").replaceFirst("idx[34]", "idx1");
        if (labels.equals(name)) {
            return null;
        }
        FileSystem fileSystem = images.getPath().getFileSystem(hadoop);
        Path folder = images.getPath().getParent();
        String otherSeparator =
                labels.contains(".idx1") ? labels.replace(".idx1", "-idx1") : labels.replace("-idx1", ".idx1");
        for (String candidate : List.of(labels, labels + ".gz", otherSeparator, otherSeparator + ".gz")) {
            try {
                return fileSystem.getFileStatus(new Path(folder, candidate));
            } catch (FileNotFoundException e) {
                continue;
            }
        }
        return null;
    }

    @Override
    public List<FileStatus> files() {
        return files;
    }

    @Override
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    @Override
    public boolean hasSplits() {
        return hasSplits;
    }

    @Override
    public List<String> labelNames() {
        return List.of();
    }

    @Override
    public Dataset<Row> read(SparkSession spark, TargetFit fit) {
        Dataset<Row> all = null;
        for (var entry : runs.entrySet()) {
            ImageShape shape = entry.getKey();
            Dataset<Row> rows = RecordRun.read(
                    spark, entry.getValue(), new IdxLayout(shape.height(), shape.width(), shape.channels()), fit);
            all = all == null ? rows : all.union(rows);
        }
        return all;
    }

    /** A record is its pixels, and the label is a byte of the labels file. */
    private static final class IdxLayout implements RecordRun.Layout {
        private static final long serialVersionUID = 1;

        private final int height;
        private final int width;
        private final int channels;

        IdxLayout(int height, int width, int channels) {
            this.height = height;
            this.width = width;
            this.channels = channels;
        }

        @Override
        public Image image(byte[] record) {
            return new Image(new ImageShape(height, width, channels), record);
        }

        @Override
        public Integer label(byte[] record, byte[] beside) {
            return beside == null ? null : beside[0] & 0xff;
        }
    }
}
