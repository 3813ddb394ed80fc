package io.sparcode.dataset;

import io.sparcode.image.CifarRecord;
import io.sparcode.image.Image;
import io.sparcode.image.UnreadableImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** CIFAR-10's binary version: {@code data_batch_*.bin} to train and {@code test_batch.bin} to test. */
final class Cifar10Source implements Source {
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final List<FileStatus> files = new ArrayList<>();
    private final List<RecordRun> runs = new ArrayList<>();
    private final List<LeftOut> leftOut;
    private boolean hasSplits;

    /**
     * Takes the input's {@code .bin} files, or its one file.
     *
     * @throws BadDataException if there are none, a file is empty or not a multiple of 3,073 bytes long, or one is there both
     *     packed and unpacked
     */
    Cifar10Source(Configuration hadoop, InputFiles input) throws IOException {
        leftOut = input.leftOut();
        for (FileStatus file : input.files()) {
            if (isBinName(file.getPath().getName()) || input.files().size() == 1) {
                add(hadoop, input, file);
            }
        }
        if (files.isEmpty()) {
            throw new BadDataException("input '" + input.input() + "' has "
                    + input.files().size() + " files and none of them is CIFAR-10's, by name (*.bin)");
        }
        SourceNames.requireNoCopies(input, files);
    }

    /** Returns whether a name is of the kind that CIFAR-10 is published under. */
    static boolean isBinName(String name) {
        return SourceNames.withoutGz(name).endsWith(".bin");
    }

    /** Returns whether a file is CIFAR-10's by its published name, or by an ending and a length that would fit. */
    static boolean isLikely(FileStatus file) {
        String name = file.getPath().getName();
        return name.matches("(data|test)_batch.*\\.bin(\\.gz)?")
                || name.endsWith(".bin.gz")
                || name.endsWith(".bin") && fits(file);
    }

    /** Returns whether a file's length is that of records. */
    static boolean fits(FileStatus file) {
        return file.getLen() > 0 && file.getLen() % CifarRecord.RECORD_BYTES == 0;
    }

    /**
     * Describes a file of one of the CIFAR formats.
     *
     * @throws BadDataException if it is not packed, and empty or not a multiple of a record's bytes long
     */
    static FixedRecords records(Configuration hadoop, FileStatus file, int recordBytes, String name)
            throws IOException {
        boolean gzip = FixedRecords.isGzip(hadoop, file.getPath());
        long length = file.getLen();
        if (!gzip && (length == 0 || length % recordBytes != 0)) {
            throw new BadDataException(
                    file.getPath() + " is " + length + " bytes long, which is not a multiple of " + name
                            + "'s " + recordBytes
                            + " bytes a record; ingest.format says what an input is made of where it is something else");
        }
        long count = gzip ? FixedRecords.UNTIL_END : length / recordBytes;
        return new FixedRecords(file.getPath().toString(), gzip, 0, recordBytes, count);
    }

    private void add(Configuration hadoop, InputFiles input, FileStatus file) throws IOException {
        FixedRecords records = records(hadoop, file, CifarRecord.RECORD_BYTES, "CIFAR-10");
        String split = SourceNames.splitOfFile(file.getPath().getName());
        hasSplits |= split != null;
        files.add(file);
        runs.addAll(RecordRun.of(records, null, SourceNames.withoutGz(input.relative(file.getPath())), split));
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
        return CLASSES;
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        return RecordRun.read(spark, runs, new CifarLayout(), fit);
    }

    private static final class CifarLayout implements RecordRun.Layout {
        private static final long serialVersionUID = 1;

        @Override
        public Image image(byte[] record) throws UnreadableImageException {
            return CifarRecord.image(record);
        }

        @Override
        public Integer label(byte[] record, byte[] beside) throws UnreadableImageException {
            return CifarRecord.label(record);
        }
    }
}
