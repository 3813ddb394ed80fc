package io.sparcode.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that appears whole or not at all: written aside, beside its place, and renamed into it, with a {@link Manifest}
 * of its files.
 *
 * <p>Rename is atomic on HDFS and local file systems. What a killed writer leaves is a sibling whose name begins with
 * {@code _} and which no reader of the data sees. A writer to the same place removes it once nothing in it has changed for a
 * day: before that it may be what another one, perhaps on another machine, is writing.
 */
public final class WholeDirectory {
    /** Writes everything that belongs in the directory. */
    @FunctionalInterface
    public interface Content {
        /** Writes into {@code aside}, which does not exist yet. */
        void writeTo(Path aside) throws IOException;
    }

    /** What to do where the place is taken. */
    public enum IfExists {
        /** Throw {@link FileAlreadyExistsException} and leave everything as it was. */
        REFUSE,
        /** Put the new one in the old one's place, which is gone only once the new one is whole. */
        REPLACE
    }

    private static final int ATTEMPTS = 10;

    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(WholeDirectory.class);

    private WholeDirectory() {}

    /**
     * Writes a directory.
     *
     * @throws FileAlreadyExistsException if {@code target} exists and may not be replaced, or another writer was there first;
     *     {@code target} is as it was
     * @throws IOException if writing or renaming failed; {@code target} is as it was
     */
    public static void write(Configuration hadoop, Path target, IfExists ifExists, Content content) throws IOException {
        FileSystem fileSystem = target.getFileSystem(hadoop);
        Path place = qualified(fileSystem, target);
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException("the root of a file system cannot be written as a directory: " + place);
        }
        fileSystem.mkdirs(parent);
        putBack(fileSystem, place);
        clearLeftovers(fileSystem, place);
        refuseIfTaken(fileSystem, place, ifExists);
        Path aside = new Path(parent, leftoverPrefix(place) + UUID.randomUUID());
        try {
            content.writeTo(aside);
            fileSystem.mkdirs(aside);
            Manifest.write(hadoop, aside);
            moveIntoPlace(fileSystem, aside, place, ifExists);
        } finally {
            fileSystem.delete(aside, true);
        }
    }

    /** Puts back what a writer that was killed between its two renames had moved away. */
    private static void putBack(FileSystem fileSystem, Path place) throws IOException {
        if (fileSystem.exists(place)) {
            return;
        }
        FileStatus[] moved = siblings(fileSystem, place, oldPrefix(place));
        Arrays.sort(
                moved, Comparator.comparingLong(FileStatus::getModificationTime).reversed());
        for (FileStatus old : moved) {
            if (isWhole(fileSystem, old.getPath()) && isMoved(fileSystem, old.getPath(), place)) {
                return;
            }
        }
    }

    private static boolean isWhole(FileSystem fileSystem, Path directory) {
        try {
            return Manifest.damage(fileSystem.getConf(), directory).isEmpty();
        } catch (IOException e) {
            // Another writer has moved or removed it meanwhile.
            return false;
        }
    }

    /** From a string: a path made from a URI may end in a slash, and then has no name. */
    private static Path qualified(FileSystem fileSystem, Path target) {
        return fileSystem.makeQualified(new Path(target.toString()));
    }

    /** Other writers may do the same, and come between any two of these steps. */
    private static void moveIntoPlace(FileSystem fileSystem, Path aside, Path place, IfExists ifExists)
            throws IOException {
        List<Path> replaced = new ArrayList<>();
        try {
            for (int attempt = 0; !isMoved(fileSystem, aside, place); attempt++) {
                refuseIfTaken(fileSystem, place, ifExists);
                if (attempt == ATTEMPTS) {
                    throw new IOException("could not rename " + aside + " to " + place);
                }
                Path old = new Path(place.getParent(), oldPrefix(place) + UUID.randomUUID());
                if (fileSystem.exists(place) && isRenamed(fileSystem, place, old)) {
                    replaced.add(old);
                }
            }
        } catch (IOException | RuntimeException e) {
            putBackAfter(e, fileSystem, place);
            throw e;
        }
        for (Path old : replaced) {
            // Under another name, as a half deleted one must not be taken for one that waits to be put back.
            Path gone = new Path(place.getParent(), leftoverPrefix(place) + UUID.randomUUID());
            if (isRenamed(fileSystem, old, gone)) {
                fileSystem.delete(gone, true);
            }
        }
    }

    /** Renames; returns whether that worked: another writer may have moved the one away or put something in place of the other. */
    private static boolean isRenamed(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!Places.isLocal(fileSystem)) {
            return fileSystem.rename(from, to);
        }
        // Hadoop copies files one by one where a local rename is refused.
        var source = java.nio.file.Path.of(from.toUri().getPath());
        var target = java.nio.file.Path.of(to.toUri().getPath());
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (FileSystemException e) {
            if (Files.exists(target)) {
                return false;
            }
            throw e;
        }
    }

    private static void putBackAfter(Exception failure, FileSystem fileSystem, Path place) {
        try {
            putBack(fileSystem, place);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Moves into a place that is free; returns whether that worked. */
    private static boolean isMoved(FileSystem fileSystem, Path aside, Path place) throws IOException {
        if (fileSystem.exists(place) || !isRenamed(fileSystem, aside, place)) {
            return false;
        }
        // Into a directory that another writer has put there meanwhile, file systems move rather than rename.
        Path inside = new Path(place, aside.getName());
        if (fileSystem.exists(inside)) {
            isRenamed(fileSystem, inside, aside);
            return false;
        }
        return true;
    }

    private static void refuseIfTaken(FileSystem fileSystem, Path place, IfExists ifExists) throws IOException {
        if (ifExists == IfExists.REFUSE && fileSystem.exists(place)) {
            throw new FileAlreadyExistsException(place + " exists and was not asked to be replaced");
        }
    }

    /** Removes what killed writers had not finished. */
    private static void clearLeftovers(FileSystem fileSystem, Path place) throws IOException {
        for (FileStatus leftover : siblings(fileSystem, place, leftoverPrefix(place))) {
            Duration unchanged = Duration.ofMillis(System.currentTimeMillis() - lastChange(fileSystem, leftover));
            if (unchanged.compareTo(ABANDONED) > 0) {
                fileSystem.delete(leftover.getPath(), true);
            } else {
                LOG.warn(
                        "{} was written to {} s ago: another run writes the same output, or one was killed; it is removed by a"
                                + " run that finds it unchanged for a day",
                        leftover.getPath(),
                        Math.max(0, unchanged.toSeconds()));
            }
        }
    }

    private static FileStatus[] siblings(FileSystem fileSystem, Path place, String prefix) throws IOException {
        return fileSystem.listStatus(place.getParent(), path -> path.getName().startsWith(prefix));
    }

    private static long lastChange(FileSystem fileSystem, FileStatus directory) throws IOException {
        try {
            // The files' times alone where there are files: of folders, object stores say that they are of now.
            return FilesBelow.list(fileSystem, directory.getPath(), name -> true).stream()
                    .mapToLong(FileStatus::getModificationTime)
                    .max()
                    .orElse(directory.getModificationTime());
        } catch (IOException e) {
            // Its writer has come to its end meanwhile, for which Hadoop has several exceptions, or it is not ours to
            // remove.
            return System.currentTimeMillis();
        }
    }

    private static String oldPrefix(Path place) {
        return leftoverPrefix(place) + "old-";
    }

    private static String leftoverPrefix(Path place) {
        return "_" + place.getName() + ".writing-";
    }
}
