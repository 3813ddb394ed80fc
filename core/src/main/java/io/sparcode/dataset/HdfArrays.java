package io.sparcode.dataset;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.sparcode.image.ElementType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The datasets of HDF5 files, in any group, by jHDF. Links are not followed. */
final class HdfArrays {
    private static final Pattern ENDING = Pattern.compile("\\.(h5|hdf5|hdf|he5)$");
    private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    /** HDF5 has no truth values; h5py writes NumPy's as this enumeration. */
    private static final Map<Integer, String> TRUTH = Map.of(0, "FALSE", 1, "TRUE");
    /** Of groups in groups; there may be cycles. */
    private static final int MAX_DEPTH = 16;
    /** What is stored together is held in memory together, by every task. */
    private static final long MAX_TOGETHER_BYTES = 1L << 30;

    private final InputFiles input;
    private final List<StoredArray> arrays = new ArrayList<>();

    private HdfArrays(InputFiles input) {
        this.input = input;
    }

    /**
     * Lists the datasets of an input.
     *
     * @throws BadDataException if a file is not HDF5, or is damaged
     */
    static List<StoredArray> list(Configuration hadoop, InputFiles input) throws IOException {
        HdfArrays found = new HdfArrays(input);
        for (FileStatus file : input.files()) {
            if (isHdfName(file.getPath().getName()) || input.files().size() == 1) {
                found.add(hadoop, file);
            }
        }
        if (found.arrays.isEmpty()) {
            throw new BadDataException("input '" + input.input() + "' has "
                    + input.files().size() + " files and none of them has an HDF5 dataset (*.h5, *.hdf5)");
        }
        return found.arrays;
    }

    /** Returns whether a name is of the kind that HDF5 files have. */
    static boolean isHdfName(String name) {
        return ENDING.matcher(name).find();
    }

    /** Returns whether a file's first bytes are those of HDF5. */
    static boolean hasMagic(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Opens a file; whoever closes it closes the channel too. */
    static HdfFile open(HadoopChannel channel, Path path) {
        return new HdfFile(channel, path.toUri());
    }

    /** Returns what a failure of jHDF's means: damage, unless it was the file system's. */
    static BadDataException damaged(HadoopChannel channel, String place, RuntimeException e) throws IOException {
        channel.throwFailure();
        StringBuilder why = new StringBuilder();
        for (Throwable cause = e; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            why.append(why.isEmpty() ? "" : ": ").append(cause.getMessage());
        }
        return new BadDataException(place + " is damaged or cut off, or HDF5 of a kind that is not read: " + why, e);
    }

    private void add(Configuration hadoop, FileStatus file) throws IOException {
        try (HadoopChannel channel = HadoopChannel.open(hadoop, file.getPath())) {
            try (HdfFile hdf = open(channel, file.getPath())) {
                addAll(file, hdf, hdf.getUserBlockSize(), 0);
            } catch (BadDataException e) {
                throw e;
            } catch (RuntimeException e) {
                throw damaged(channel, file.getPath().toString(), e);
            }
        }
    }

    private void addAll(FileStatus file, Group group, long userBlock, int depth) {
        for (Node node : group.getChildren().values()) {
            if (node.isLink()) {
                continue;
            }
            if (node instanceof Group inner && depth < MAX_DEPTH) {
                addAll(file, inner, userBlock, depth + 1);
            } else if (node instanceof Dataset dataset) {
                add(file, dataset, userBlock);
            }
        }
    }

    private void add(FileStatus file, Dataset dataset, long userBlock) {
        String member = dataset.getPath().replaceFirst("^/", "");
        String name = input.relative(file.getPath());
        ElementType type = type(dataset.getDataType());
        StoredArray[] self = new StoredArray[1];
        // Datasets are of open files: what is needed of them is taken out here.
        long together = dataset instanceof ChunkedDataset chunked ? chunked.getChunkDimensions()[0] : 1;
        long address = dataset instanceof ContiguousDataset contiguous && !dataset.isEmpty()
                ? contiguous.getDataAddress() + userBlock
                : -1;
        self[0] = new StoredArray(
                file,
                ENDING.matcher(name).replaceFirst(""),
                member,
                name + "/" + member,
                type,
                "HDF5's " + dataset.getDataType().getClass().getSimpleName(),
                dataset.getDimensionsAsLong(),
                () -> records(self[0], together, address));
        arrays.add(self[0]);
    }

    /** Returns the type of a dataset's numbers, or null where it is one that is not read. */
    private static ElementType type(DataType type) {
        int bytes = type.getSize();
        if (type instanceof FixedPoint fixed) {
            boolean whole = fixed.getBitOffset() == 0 && fixed.getBitPrecision() == Byte.SIZE * bytes;
            boolean sized = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
            ElementType.Kind kind = fixed.isSigned() ? ElementType.Kind.INT : ElementType.Kind.UINT;
            return whole && sized ? new ElementType(kind, bytes, fixed.getByteOrder() == ByteOrder.BIG_ENDIAN) : null;
        }
        if (type instanceof EnumDataType names
                && bytes == 1
                && names.getEnumMapping().equals(TRUTH)) {
            return new ElementType(ElementType.Kind.BOOL, bytes, false);
        }
        if (type instanceof FloatingPoint floating && (bytes == 4 || bytes == 8)) {
            return new ElementType(ElementType.Kind.FLOAT, bytes, floating.getByteOrder() == ByteOrder.BIG_ENDIAN);
        }
        return null;
    }

    private static RecordFile records(StoredArray array, long together, long address) {
        String path = array.file().getPath().toString();
        long bytes = array.type().bytes();
        int[] axes = new int[array.shape().length - 1];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = Math.toIntExact(array.shape()[i + 1]);
            bytes *= axes[i];
        }
        int recordBytes = Math.toIntExact(bytes);
        if (address >= 0) {
            long end = address + array.records() * recordBytes;
            if (end > array.file().getLen()) {
                throw new BadDataException(array.file().getPath() + " is cut off: it has "
                        + array.file().getLen() + " bytes, and " + array.member() + " ends at byte " + end);
            }
            return FixedRecords.within(path, array.member(), address, recordBytes, array.records());
        }
        if (together * recordBytes > MAX_TOGETHER_BYTES) {
            throw new BadDataException(array.place() + " has chunks of " + together + " records of " + recordBytes
                    + " bytes, more than the 1 GiB that is read at once; h5repack brings it to smaller chunks");
        }
        return new HdfRecords(path, array.member(), axes, recordBytes, array.records(), together);
    }
}
