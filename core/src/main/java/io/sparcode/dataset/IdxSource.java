package io.sparcode.dataset;

import io.sparcode.image.IdxHeader;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.UnreadableImageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * IDX, the format of MNIST: files of images with labels as {@link IdxFiles} finds them, bytes or, as QMNIST has them,
 * integers.
 */
final class IdxSource implements Source {
    private final List<FileStatus> files = new ArrayList<>();
    /** Runs by their images' shape, as every shape is a layout of its own. */
    private final Map<ImageShape, List<RecordRun>> runs = new LinkedHashMap<>();

    private final List<LeftOut> leftOut;
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
        IdxFiles all = new IdxFiles(hadoop, input);
        leftOut = all.leftOut();
        for (var entry : all.labelsOfImages().entrySet()) {
            add(entry.getKey(), entry.getValue());
        }
        files.sort(Comparator.comparing(FileStatus::getPath));
    }

    /** Returns whether a name is of the kind that IDX files are published under. */
    static boolean isIdxName(String name) {
        return name.matches("(?s).*[-.]idx[0-9]-(ubyte|byte|short|int|float|double)(\\.gz)?");
    }

    /** Returns whether a file's first bytes, unpacked, are those of an IDX file of bytes or integers. */
    static boolean hasMagic(byte[] head) {
        return head.length >= 4
                && head[0] == 0
                && head[1] == 0
                && (head[2] == IdxHeader.UNSIGNED_BYTE || head[2] == IdxHeader.INTEGER)
                && head[3] >= 1
                && head[3] <= 4;
    }

    /** Returns whether a file begins so, once unpacked. */
    static boolean hasMagic(Configuration hadoop, FileStatus file) throws IOException {
        try (InputStream in = FixedRecords.openUnpacked(hadoop, file.getPath())) {
            return hasMagic(in.readNBytes(4));
        } catch (EOFException | ZipException e) {
            return false;
        }
    }

    private void add(IdxFiles.Idx images, IdxFiles.Idx labels) throws IOException {
        FileStatus file = images.file();
        FixedRecords labelRecords = null;
        if (labels != null) {
            labelRecords = records(labels.file(), labels.header());
            if (!labels.header().isLabels()
                    || labels.header().records() != images.header().records()) {
                throw new BadDataException(
                        file.getPath() + " has " + images.header().records() + " images, but "
                                + labels.file().getPath() + " has "
                                + labels.header().records()
                                + (labels.header().isLabels() ? " labels" : " images where labels belong"));
            }
            files.add(labels.file());
        }
        files.add(file);
        String split = SourceNames.splitOfFile(file.getPath().getName());
        hasSplits |= split != null;
        runs.computeIfAbsent(shape(file, images.header()), shape -> new ArrayList<>())
                .addAll(RecordRun.of(records(file, images.header()), labelRecords, images.name(), split));
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

    /** A record is its pixels, and the label is a byte of the labels file, or the first integer of its record there. */
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
            if (beside == null) {
                return null;
            }
            return beside.length < Integer.BYTES
                    ? beside[0] & 0xff
                    : ByteBuffer.wrap(beside).getInt();
        }
    }
}
