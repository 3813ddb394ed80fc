package io.sparcode.dataset;

import io.sparcode.image.IdxHeader;
import io.sparcode.image.UnreadableImageException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The IDX files of an input: those of images with the file of labels of each, which has the same name but for
 * {@code labels} and its type. Copies, packed or in folders of their own as Kaggle has them, are left out.
 */
final class IdxFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    /** A file, and what its header says. */
    record Idx(FileStatus file, IdxHeader header, String name) {
        /** Returns what is the same of copies: {@code train-images-idx3-ubyte} of {@code train-images.idx3-ubyte.gz}. */
        private String key() {
            return IdxFiles.key(file.getPath());
        }

        private Path folder() {
            return file.getPath().getParent();
        }
    }

    private final Configuration hadoop;
    private final InputFiles input;
    private final List<LeftOut> leftOut;
    private final Map<Idx, Idx> labelsOfImages = new LinkedHashMap<>();

    /**
     * Reads every file's header, and all of those that may be copies.
     *
     * @throws BadDataException if a header is wrong, there are no images, or there are labels without images
     */
    IdxFiles(Configuration hadoop, InputFiles input) throws IOException {
        this.hadoop = hadoop;
        this.input = input;
        this.leftOut = new ArrayList<>(input.leftOut());
        List<Idx> images = new ArrayList<>();
        List<Idx> labels = new ArrayList<>();
        List<Idx> all = withoutCopies(candidates());
        for (Idx file : all) {
            (file.header.isLabels() ? labels : images).add(file);
        }
        if (images.isEmpty()) {
            throw new BadDataException("input '" + input.input() + "' has no IDX file of images, only of labels");
        }
        for (Idx image : images) {
            Idx beside = labelsBeside(image, all);
            labelsOfImages.put(image, beside);
            labels.remove(beside);
        }
        for (Idx image : images) {
            Idx elsewhere = labelsOfImages.get(image) == null ? labelsElsewhere(image, labels) : null;
            if (elsewhere != null) {
                labelsOfImages.put(image, elsewhere);
                labels.remove(elsewhere);
            }
        }
        if (!labels.isEmpty()) {
            throw new BadDataException(labels.get(0).file.getPath()
                    + " has labels, but no file of images is beside it under the same name with 'images' for 'labels' and"
                    + " 'idx3' for 'idx1'");
        }
    }

    /** Returns the labels of each file of images; null where it has none. */
    Map<Idx, Idx> labelsOfImages() {
        return labelsOfImages;
    }

    /** Returns the files that are not read, and why. */
    List<LeftOut> leftOut() {
        return leftOut;
    }

    private static String key(Path file) {
        return SourceNames.withoutGz(file.getName()).replace(".idx", "-idx");
    }

    private List<Idx> candidates() throws IOException {
        List<Idx> candidates = new ArrayList<>();
        for (FileStatus file : input.files()) {
            if (input.files().size() == 1
                    || IdxSource.isIdxName(file.getPath().getName())
                    || FileKind.of(file.getPath().getName()) != FileKind.IMAGE && IdxSource.hasMagic(hadoop, file)) {
                candidates.add(idx(file));
            }
        }
        if (candidates.isEmpty()) {
            throw new BadDataException(
                    "input '" + input.input() + "' has " + input.files().size()
                            + " files and none of them is IDX, neither by name (*-idx3-ubyte, with or without .gz) nor by"
                            + " content");
        }
        // Of copies the one at the top stays, and one that tasks can divide rather than a packed one.
        candidates.sort(Comparator.comparing((Idx file) -> file.folder().depth())
                .thenComparing(file -> file.file.getPath().getName().endsWith(".gz"))
                .thenComparing(file -> file.file.getPath()));
        return candidates;
    }

    private Idx idx(FileStatus file) throws IOException {
        try (InputStream in = FixedRecords.openUnpacked(hadoop, file.getPath())) {
            return new Idx(file, IdxHeader.read(in), SourceNames.withoutGz(input.relative(file.getPath())));
        } catch (UnreadableImageException | EOFException | ZipException e) {
            throw new BadDataException(file.getPath() + ": " + e.getMessage(), e);
        }
    }

    private List<Idx> withoutCopies(List<Idx> files) throws IOException {
        List<Idx> kept = new ArrayList<>();
        List<String> copies = new ArrayList<>();
        for (Idx file : files) {
            boolean isCopy = false;
            for (Idx other : kept) {
                isCopy |= other.key().equals(file.key()) && isCopy(other, file);
            }
            if (isCopy) {
                copies.add(input.relative(file.file.getPath()));
            } else {
                kept.add(file);
            }
        }
        if (!copies.isEmpty()) {
            leftOut.add(LeftOut.of("copies of files that are read", copies));
        }
        kept.sort(Comparator.comparing(file -> file.file.getPath()));
        return kept;
    }

    private boolean isCopy(Idx one, Idx other) throws IOException {
        boolean isSame = sameContent(one.file.getPath(), other.file.getPath());
        if (!isSame && one.name.equals(other.name)) {
            throw new BadDataException(
                    one.file.getPath() + " and " + other.file.getPath()
                            + " have the same name but for .gz, and other content; remove one, or name the other alone as input");
        }
        return isSame;
    }

    private boolean sameContent(Path one, Path other) throws IOException {
        try (InputStream first = FixedRecords.openUnpacked(hadoop, one);
                InputStream second = FixedRecords.openUnpacked(hadoop, other)) {
            while (true) {
                byte[] some = first.readNBytes(BUFFER_BYTES);
                if (!Arrays.equals(some, second.readNBytes(BUFFER_BYTES))) {
                    return false;
                }
                if (some.length == 0) {
                    return true;
                }
            }
        } catch (EOFException | ZipException e) {
            return false;
        }
    }

    /** Returns the names that the labels of a file of images may have, without .gz. */
    private static List<String> labelKeys(Idx images) {
        String name = images.key().replace("images", "labels");
        return name.equals(images.key())
                ? List.of()
                : List.of(
                        name.replaceFirst("idx[34]-ubyte", "idx1-ubyte"),
                        name.replaceFirst("idx[34]-ubyte", "idx2-int"),
                        name.replaceFirst("idx[34]-ubyte", "idx1-int"));
    }

    /** Returns the file of labels in the same folder, whether the input names it or not; null where there is none. */
    private Idx labelsBeside(Idx images, List<Idx> all) throws IOException {
        FileSystem fileSystem = images.folder().getFileSystem(hadoop);
        for (String key : labelKeys(images)) {
            for (Idx candidate : all) {
                if (candidate.key().equals(key) && candidate.folder().equals(images.folder())) {
                    return candidate;
                }
            }
        }
        for (String key : labelKeys(images)) {
            String dotted = key.replace("-idx", ".idx");
            for (String name : List.of(key, key + ".gz", dotted, dotted + ".gz")) {
                FileStatus file = file(fileSystem, new Path(images.folder(), new Path(null, null, name)));
                if (file != null && !input.files().contains(file)) {
                    return idx(file);
                }
            }
        }
        return null;
    }

    private static FileStatus file(FileSystem fileSystem, Path path) throws IOException {
        try {
            FileStatus file = fileSystem.getFileStatus(path);
            return file.isFile() ? file : null;
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    /** Returns the one file of labels in other folders that has no images beside it; null where there is none. */
    private static Idx labelsElsewhere(Idx images, List<Idx> labels) {
        List<Idx> found = labels.stream()
                .filter(candidate -> labelKeys(images).contains(candidate.key()))
                .toList();
        if (found.size() > 1) {
            throw new BadDataException(images.file.getPath() + " has several files that may be its labels: "
                    + found.stream().map(file -> file.file.getPath().toString()).toList()
                    + "; put the right one beside it");
        }
        return found.isEmpty() ? null : found.get(0);
    }
}
