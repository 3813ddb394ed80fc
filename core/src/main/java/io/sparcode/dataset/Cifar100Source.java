package io.sparcode.dataset;

import io.sparcode.image.Cifar100Record;
import io.sparcode.image.Image;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.storage.SmallFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * CIFAR-100's binary version: {@code train.bin} to train and {@code test.bin} to test. The label is the fine one, whose
 * names are in {@code fine_label_names.txt} beside them; the coarse one is a factor.
 */
final class Cifar100Source implements Source {
    private static final String NAMES = "fine_label_names.txt";

    private static final StructField COARSE = DataTypes.createStructField("coarse", DataTypes.IntegerType, false)
            .withComment("the coarse label, 0 to 19, of five fine ones each");

    private final List<FileStatus> files = new ArrayList<>();
    private final List<RecordRun> runs = new ArrayList<>();
    private final List<LeftOut> leftOut;
    private final List<String> labelNames;
    private boolean hasSplits;

    /**
     * Takes the input's {@code .bin} files, or its one file.
     *
     * @throws BadDataException if there are none, a file is empty or not a multiple of 3,074 bytes long, one is there both
     *     packed and unpacked, or the names beside them are not 100
     */
    Cifar100Source(Configuration hadoop, InputFiles input) throws IOException {
        leftOut = input.leftOut();
        for (FileStatus file : input.files()) {
            if (Cifar10Source.isBinName(file.getPath().getName())
                    || input.files().size() == 1) {
                add(hadoop, input, file);
            }
        }
        if (files.isEmpty()) {
            throw new BadDataException("input '" + input.input() + "' has "
                    + input.files().size() + " files and none of them is CIFAR-100's, by name (*.bin)");
        }
        SourceNames.requireNoCopies(input, files);
        labelNames = labelNames(hadoop, files.get(0).getPath().getParent());
    }

    /**
     * Returns whether a file is CIFAR-100's by its ending and a length that fits, and that does not fit CIFAR-10's or comes
     * with CIFAR-100's published name.
     */
    static boolean isLikely(FileStatus file) {
        String name = file.getPath().getName();
        boolean published = name.matches("(train|test)\\.bin(\\.gz)?");
        if (name.endsWith(".gz")) {
            return published;
        }
        boolean fits = file.getLen() > 0 && file.getLen() % Cifar100Record.RECORD_BYTES == 0;
        return fits && name.endsWith(".bin") && (published || !Cifar10Source.fits(file));
    }

    private void add(Configuration hadoop, InputFiles input, FileStatus file) throws IOException {
        FixedRecords records = Cifar10Source.records(hadoop, file, Cifar100Record.RECORD_BYTES, "CIFAR-100");
        String split = SourceNames.splitOfFile(file.getPath().getName());
        hasSplits |= split != null;
        files.add(file);
        runs.addAll(RecordRun.of(records, null, SourceNames.withoutGz(input.relative(file.getPath())), split));
    }

    private List<String> labelNames(Configuration hadoop, Path folder) throws IOException {
        Path file = new Path(folder, NAMES);
        try {
            FileStatus status = file.getFileSystem(hadoop).getFileStatus(file);
            List<String> names = new String(SmallFile.read(hadoop, file), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (names.size() != Cifar100Record.CLASSES) {
                throw new BadDataException(file + " has " + names.size() + " names, where CIFAR-100 has "
                        + Cifar100Record.CLASSES + " classes");
            }
            files.add(status);
            return names;
        } catch (FileNotFoundException e) {
            return List.of();
        }
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
        return labelNames;
    }

    @Override
    public Optional<StructField> factors() {
        return Optional.of(ImageRows.factors(new StructType(new StructField[] {COARSE})));
    }

    @Override
    public JavaRDD<Row> read(SparkSession spark, TargetFit fit) {
        return RecordRun.read(spark, runs, new Cifar100Layout(), factors(), fit);
    }

    private static final class Cifar100Layout implements RecordRun.Layout {
        private static final long serialVersionUID = 1;

        @Override
        public Image image(byte[] record) throws UnreadableImageException {
            return Cifar100Record.image(record);
        }

        @Override
        public Integer label(byte[] record, byte[] beside) throws UnreadableImageException {
            return Cifar100Record.fine(record);
        }

        @Override
        public Row factors(byte[] record) throws UnreadableImageException {
            return RowFactory.create(Cifar100Record.coarse(record));
        }
    }
}
