package io.sparcode.dataset;

import io.sparcode.storage.FilesBelow;
import io.sparcode.storage.Manifest;
import io.sparcode.storage.Places;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/**
 * The files that an input names: itself, everything below a folder, or everything that a glob matches and what is below
 * it. Files and folders whose name begins with {@code .} or {@code _} are left out, as Spark leaves them out, and local
 * pipes, sockets and devices.
 *
 * <p>Names are taken below a root (the folder, the file's folder, or the part of a glob before its first pattern), so
 * that a dataset that is moved keeps its ids.
 */
public final class InputFiles {
    private final String input;
    private final Path root;
    private final List<FileStatus> matches;
    private final List<FileStatus> files;
    private final List<LeftOut> leftOut;

    private InputFiles(
            String input, Path root, List<FileStatus> matches, List<FileStatus> files, List<LeftOut> leftOut) {
        this.input = input;
        this.root = root;
        this.matches = matches;
        this.files = files;
        this.leftOut = leftOut;
    }

    /**
     * Lists an input's files, sorted by path.
     *
     * @throws BadDataException if the input does not exist or has no files
     */
    public static InputFiles find(Configuration hadoop, String input) throws IOException {
        try {
            Path path = new Path(input);
            FileSystem fileSystem = path.getFileSystem(hadoop);
            return find(fileSystem, fileSystem.makeQualified(path), input);
        } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
            throw new BadDataException("input '" + input + "' is not a path on a file system: " + e.getMessage(), e);
        }
    }

    private static InputFiles find(FileSystem fileSystem, Path path, String input) throws IOException {
        List<FileStatus> matches;
        Path root;
        try {
            FileStatus itself = fileSystem.getFileStatus(path);
            matches = List.of(itself);
            requireWhole(fileSystem, itself, input);
            root = itself.isDirectory() ? itself.getPath() : itself.getPath().getParent();
        } catch (FileNotFoundException e) {
            InputGlob glob = InputGlob.of(fileSystem, path);
            matches = glob.matches();
            root = glob.root();
        }
        if (matches.isEmpty()) {
            throw new BadDataException("input '" + input + "' does not exist, or matches nothing");
        }
        // A set, as a glob may match a folder and what is in it.
        Set<FileStatus> found = new LinkedHashSet<>();
        List<String> hidden = new ArrayList<>();
        for (FileStatus match : matches) {
            if (FilesBelow.isOther(fileSystem, match.getPath())) {
                continue;
            }
            if (match.isFile()) {
                found.add(match);
                continue;
            }
            for (FileStatus file : below(fileSystem, match.getPath())) {
                String name = FilesBelow.name(match.getPath(), file.getPath());
                if (!name.startsWith("_") && !name.contains("/_")) {
                    found.add(file);
                } else if (FileKind.of(file.getPath().getName()) == FileKind.IMAGE) {
                    hidden.add(FilesBelow.name(root, file.getPath()));
                }
            }
        }
        if (found.isEmpty()) {
            throw new BadDataException("input '" + input + "' has no files; names that begin with '.' or '_', pipes,"
                    + " sockets and devices do not count");
        }
        List<LeftOut> leftOut = hidden.isEmpty()
                ? List.of()
                : List.of(LeftOut.of(
                        "their names, or their folders', begin with _",
                        hidden.stream().sorted().toList()));
        List<FileStatus> files =
                found.stream().sorted(Comparator.comparing(FileStatus::getPath)).toList();
        return new InputFiles(input, root, matches, files, leftOut);
    }

    private static List<FileStatus> below(FileSystem fileSystem, Path folder) throws IOException {
        try {
            return FilesBelow.list(fileSystem, folder, name -> !name.startsWith("."));
        } catch (FileSystemLoopException e) {
            throw new BadDataException(e.getMessage() + "; every file would be read many times", e);
        } catch (AccessControlException | AccessDeniedException e) {
            throw new BadDataException("a folder of " + folder + " may not be listed: " + e.getMessage(), e);
        }
    }

    /** A dataset that lost a file would be read as a smaller one. */
    private static void requireWhole(FileSystem fileSystem, FileStatus itself, String input) throws IOException {
        Optional<String> damage =
                itself.isDirectory() ? Manifest.damage(fileSystem.getConf(), itself.getPath()) : Optional.empty();
        if (damage.isPresent()) {
            throw new BadDataException("input '" + input + "' is damaged: " + damage.get());
        }
    }

    /**
     * Checks that a place for outputs neither lies in the input, which would change with every run, nor holds it, which would
     * be lost where the output is replaced.
     *
     * @throws IllegalArgumentException if it is
     */
    void requireOutside(Configuration hadoop, String place, String key) throws IOException {
        for (FileStatus match : matches) {
            if (Places.overlap(hadoop, new Path(place), match.getPath())) {
                throw new IllegalArgumentException(
                        key + " must lie outside the input " + match.getPath() + " and not hold it, was " + place);
            }
        }
    }

    /** Returns a hash of the files' names, sizes and times. */
    public String fingerprint() {
        return fingerprint(files);
    }

    /** Returns a hash of some files' names, sizes and times. */
    static String fingerprint(List<FileStatus> files) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (FileStatus file : files) {
            String line = file.getPath() + "\t" + file.getLen() + "\t" + file.getModificationTime() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Hex.encodeHexString(digest.digest());
    }

    /** Returns this input without some of its files, at least one of which stays, and with the reason in {@link #leftOut}. */
    InputFiles without(Predicate<FileStatus> odd, String reason) {
        List<FileStatus> kept = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (FileStatus file : files) {
            if (odd.test(file)) {
                names.add(relative(file.getPath()));
            } else {
                kept.add(file);
            }
        }
        if (names.isEmpty() || kept.isEmpty()) {
            return this;
        }
        List<LeftOut> all = new ArrayList<>(leftOut);
        all.add(LeftOut.of(reason, names));
        return new InputFiles(input, root, matches, List.copyOf(kept), List.copyOf(all));
    }

    /** Returns the files that are not read, and why. */
    List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Returns the input as it was given. */
    String input() {
        return input;
    }

    /** Returns the folder below which names are taken. */
    Path root() {
        return root;
    }

    /** Returns the files, sorted by path; at least one. */
    List<FileStatus> files() {
        return files;
    }

    /** Returns a file's name below the root, such as {@code cats/001.png}. */
    String relative(Path file) {
        return FilesBelow.name(root, file);
    }
}
