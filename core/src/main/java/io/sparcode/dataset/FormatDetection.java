package io.sparcode.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Finds out what an input is made of: by its files' names, and by the first bytes of a few of those whose names say
 * nothing. The many decide where it is clear; the few that are of another format are left out.
 */
final class FormatDetection {
    /** Files of one format outvote those of others where they are so many times as many. */
    private static final int CLEAR = 4;

    private static final int SAMPLED = 8;
    private static final int HEAD_BYTES = 512;

    /** A format's signs; a new format is one line. What matches none of them is an image, or is left out. */
    private record Signs(InputFormat format, Predicate<FileStatus> file, Predicate<byte[]> head) {}

    private static final List<Signs> SIGNS = List.of(
            new Signs(InputFormat.PARQUET, named(ParquetSource::isParquetName), head -> begins(head, "PAR1")),
            new Signs(InputFormat.IDX, named(IdxSource::isIdxName), IdxSource::hasMagic),
            new Signs(InputFormat.NUMPY, named(NumpyArrays::isNumpyName), NumpyArrays::hasMagic),
            new Signs(InputFormat.HDF5, named(HdfArrays::isHdfName), HdfArrays::hasMagic),
            new Signs(InputFormat.TAR, named(TarSource::isTarName), TarSource::hasMagic),
            new Signs(InputFormat.CIFAR100, Cifar100Source::isLikely, head -> false),
            new Signs(InputFormat.CIFAR10, Cifar10Source::isLikely, head -> false));

    private FormatDetection() {}

    /**
     * Returns the format of an input.
     *
     * @throws BadDataException if its files are of several formats and none of them has many more than the others
     */
    static InputFormat of(Configuration hadoop, InputFiles input) throws IOException {
        Map<InputFormat, List<FileStatus>> found = new EnumMap<>(InputFormat.class);
        List<FileStatus> unknown = new ArrayList<>();
        for (FileStatus file : input.files()) {
            InputFormat format = byName(file);
            if (format != null) {
                found.computeIfAbsent(format, key -> new ArrayList<>()).add(file);
            } else if (FileKind.of(file.getPath().getName()) == FileKind.UNKNOWN) {
                unknown.add(file);
            }
        }
        if (found.isEmpty() && unknown.isEmpty()) {
            unknown.addAll(input.files());
        }
        if (!unknown.isEmpty()) {
            found.computeIfAbsent(byHeads(hadoop, unknown), key -> new ArrayList<>())
                    .addAll(unknown);
        }
        return clear(input, found);
    }

    /** Returns the format that a file's name, and perhaps its length, says it has; null where they say none. */
    private static InputFormat byName(FileStatus file) {
        for (Signs signs : SIGNS) {
            if (signs.file.test(file)) {
                return signs.format;
            }
        }
        return FileKind.of(file.getPath().getName()) == FileKind.IMAGE ? InputFormat.IMAGES : null;
    }

    /** Returns the format of most of a sample of files. */
    private static InputFormat byHeads(Configuration hadoop, List<FileStatus> files) throws IOException {
        Map<InputFormat, Integer> votes = new EnumMap<>(InputFormat.class);
        int sampled = Math.min(SAMPLED, files.size());
        for (int i = 0; i < sampled; i++) {
            votes.merge(byHead(hadoop, files.get((int) ((long) i * files.size() / sampled))), 1, Integer::sum);
        }
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static InputFormat byHead(Configuration hadoop, FileStatus file) throws IOException {
        byte[] head = head(hadoop, file);
        if (NumpyArrays.isZip(head) && !NumpyArrays.hasMagic(head)) {
            throw new BadDataException(file.getPath()
                    + " is a zip archive, which is not read unless NumPy's savez wrote it; unpack it first");
        }
        for (Signs signs : SIGNS) {
            if (signs.head.test(head)) {
                return signs.format;
            }
        }
        // Files of other lengths are refused with the length that they should have.
        return Cifar10Source.isBinName(file.getPath().getName()) ? InputFormat.CIFAR10 : InputFormat.IMAGES;
    }

    /** Returns a file's first bytes, unpacked where they are gzip's. */
    private static byte[] head(Configuration hadoop, FileStatus file) throws IOException {
        try (InputStream in = FixedRecords.openUnpacked(hadoop, file.getPath())) {
            return in.readNBytes(HEAD_BYTES);
        } catch (EOFException | ZipException | UnreadableFileException e) {
            return new byte[0];
        }
    }

    private static InputFormat clear(InputFiles input, Map<InputFormat, List<FileStatus>> found) {
        int all = found.values().stream().mapToInt(List::size).sum();
        for (var entry : found.entrySet()) {
            int of = entry.getValue().size();
            if (of >= CLEAR * (all - of)) {
                return entry.getKey();
            }
        }
        throw new BadDataException("input '" + input.input() + "' has files of several formats: "
                + found.entrySet().stream()
                        .map(entry -> entry.getValue().size() + " of " + entry.getKey() + ", such as "
                                + input.relative(entry.getValue().get(0).getPath()))
                        .collect(Collectors.joining("; "))
                + ". ingest.format = "
                + found.keySet().stream().map(InputFormat::toString).collect(Collectors.joining(" or "))
                + " says which of them are to be read");
    }

    /** Returns the input's files without those whose names say that they are of another format than the one to read. */
    static InputFiles without(InputFiles input, InputFormat format) {
        return input.without(
                file -> {
                    InputFormat byName = byName(file);
                    return byName == null ? FileKind.of(file.getPath().getName()) == FileKind.OTHER : byName != format;
                },
                "by name not of the format that was read, " + format);
    }

    private static Predicate<FileStatus> named(Predicate<String> name) {
        return file -> name.test(file.getPath().getName());
    }

    private static boolean begins(byte[] head, String magic) {
        return new String(head, StandardCharsets.ISO_8859_1).startsWith(magic);
    }
}
