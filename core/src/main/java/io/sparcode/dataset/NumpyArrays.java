package io.sparcode.dataset;

import io.sparcode.image.ElementType;
import io.sparcode.image.NpyHeader;
import io.sparcode.image.UnreadableImageException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * The arrays of NumPy's files: {@code .npy} is one array, {@code .npz} a zip archive of several. Headers alone are read,
 * and objects are never unpickled.
 */
final class NumpyArrays {
    private static final String NPY = ".npy";
    private static final String NPZ = ".npz";

    private final Configuration hadoop;
    private final InputFiles input;
    private final List<StoredArray> arrays = new ArrayList<>();

    private NumpyArrays(Configuration hadoop, InputFiles input) {
        this.hadoop = hadoop;
        this.input = input;
    }

    /**
     * Lists the arrays of an input.
     *
     * @throws BadDataException if a file is none of NumPy's, or is damaged
     */
    static List<StoredArray> list(Configuration hadoop, InputFiles input) throws IOException {
        NumpyArrays found = new NumpyArrays(hadoop, input);
        for (FileStatus file : input.files()) {
            if (isNumpyName(file.getPath().getName()) || input.files().size() == 1) {
                found.add(file);
            }
        }
        if (found.arrays.isEmpty()) {
            throw new BadDataException("input '" + input.input() + "' has "
                    + input.files().size() + " files and none of them has an array of NumPy's (*.npy, *.npz)");
        }
        return found.arrays;
    }

    /** Returns whether a name is of the kind that NumPy's files have. */
    static boolean isNumpyName(String name) {
        String plain = SourceNames.withoutGz(name);
        return plain.endsWith(NPY) || name.endsWith(NPZ);
    }

    /** Returns whether a file's first bytes, unpacked, are those of an array or of an archive of them. */
    static boolean hasMagic(byte[] head) {
        if (NpyHeader.hasMagic(head)) {
            return true;
        }
        return isZip(head) && new String(head, StandardCharsets.ISO_8859_1).contains(NPY);
    }

    /** Returns whether a file's first bytes are those of a zip archive. */
    static boolean isZip(byte[] head) {
        return head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    private void add(FileStatus file) throws IOException {
        byte[] head;
        try (InputStream in = InputBytes.open(hadoop, file.getPath())) {
            head = in.readNBytes(4);
        }
        if (isZip(head)) {
            addArchive(file);
        } else {
            addArray(file);
        }
    }

    private String nameOf(FileStatus file) {
        return SourceNames.withoutGz(input.relative(file.getPath()));
    }

    private static String withoutEnding(String name) {
        return name.replaceFirst("\\.np[yz]$", "");
    }

    private void addArray(FileStatus file) throws IOException {
        NpyHeader header;
        try (InputStream in = FixedRecords.openUnpacked(hadoop, file.getPath())) {
            header = NpyHeader.read(in);
        } catch (UnreadableImageException | EOFException | ZipException e) {
            throw new BadDataException(file.getPath() + ": " + e.getMessage(), e);
        }
        boolean gzip = FixedRecords.isGzip(hadoop, file.getPath());
        String path = file.getPath().toString();
        add(file, "", header, array -> {
            if (!gzip) {
                requireLength(array, header, file.getLen());
            }
            return gzip && isInOrder(array, header)
                    ? new FixedRecords(path, true, header.dataOffset(), recordBytes(array), array.records())
                    : unpacked(array, header, gzip, 0);
        });
    }

    private void addArchive(FileStatus file) throws IOException {
        try (HadoopChannel channel = HadoopChannel.open(hadoop, file.getPath())) {
            try (ZipFile archive = new ZipFile(channel, file.getPath().toString(), "UTF-8", true)) {
                for (ZipArchiveEntry entry : Collections.list(archive.getEntriesInPhysicalOrder())) {
                    if (entry.getName().endsWith(NPY)) {
                        addMember(file, archive, entry);
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                channel.throwFailure();
                throw new BadDataException(file.getPath() + " is a damaged or cut off archive: " + e.getMessage(), e);
            }
        }
    }

    private void addMember(FileStatus file, ZipFile archive, ZipArchiveEntry entry) throws IOException {
        String member = withoutEnding(entry.getName());
        boolean deflated = entry.getMethod() == ZipEntry.DEFLATED;
        if (!deflated && entry.getMethod() != ZipEntry.STORED
                || entry.getGeneralPurposeBit().usesEncryption()) {
            throw new BadDataException(file.getPath() + ": " + entry.getName()
                    + " is encrypted or packed by another method than deflate, which NumPy does not write");
        }
        NpyHeader header;
        try (InputStream in = new BufferedInputStream(archive.getInputStream(entry))) {
            header = NpyHeader.read(in);
        } catch (UnreadableImageException e) {
            throw new BadDataException(file.getPath() + ": " + entry.getName() + ": " + e.getMessage(), e);
        }
        long offset = entry.getDataOffset();
        String path = file.getPath().toString();
        add(file, member, header, array -> {
            requireLength(array, header, entry.getSize());
            return deflated && isInOrder(array, header)
                    ? FixedRecords.deflated(
                            path,
                            member,
                            offset,
                            entry.getCrc(),
                            header.dataOffset(),
                            recordBytes(array),
                            array.records())
                    : unpacked(array, header, deflated, offset);
        });
    }

    /** Gives an array's records. */
    private interface Records {
        RecordFile of(StoredArray array) throws IOException;
    }

    private void add(FileStatus file, String member, NpyHeader header, Records records) {
        String name = nameOf(file);
        ElementType type = header.type().orElse(null);
        StoredArray[] self = new StoredArray[1];
        self[0] = new StoredArray(
                file,
                withoutEnding(name),
                member,
                member.isEmpty() ? name : name + "/" + member,
                type,
                typeName(header.descr()),
                header.shape(),
                () -> records.of(self[0]));
        arrays.add(self[0]);
    }

    private static String typeName(String descr) {
        return descr.contains("O") ? "pickled objects (" + descr + ")" : "type " + descr;
    }

    private static RecordFile unpacked(StoredArray array, NpyHeader header, boolean packed, long offset) {
        String path = array.file().getPath().toString();
        if (isInOrder(array, header)) {
            return FixedRecords.within(
                    path, array.member(), offset + header.dataOffset(), recordBytes(array), array.records());
        }
        if (packed) {
            throw new BadDataException(
                    array.place() + " is packed and in Fortran's order, so that no record can be read"
                            + " before all of it; save it unpacked, or in C's order: numpy.ascontiguousarray(array)");
        }
        int[] axes = new int[array.shape().length - 1];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = Math.toIntExact(array.shape()[i + 1]);
        }
        return new FortranRecords(
                path, array.member(), offset + header.dataOffset(), array.type().bytes(), axes, array.records());
    }

    private static boolean isInOrder(StoredArray array, NpyHeader header) {
        return !header.fortranOrder() || array.isWholeColumn();
    }

    /** What has passed for images or labels is small enough. */
    private static int recordBytes(StoredArray array) {
        long bytes = array.type().bytes();
        for (int i = 1; i < array.shape().length; i++) {
            bytes *= array.shape()[i];
        }
        return Math.toIntExact(bytes);
    }

    private static void requireLength(StoredArray array, NpyHeader header, long length) {
        long all = header.dataOffset() + array.records() * recordBytes(array);
        if (length != all) {
            throw new BadDataException(array.place() + " is " + length + " bytes long, but its header says "
                    + array.records() + " records of " + recordBytes(array) + " bytes, which is " + all);
        }
    }
}
