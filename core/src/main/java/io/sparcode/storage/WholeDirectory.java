package io.sparcode.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
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
            refuseIfTaken(fileSystem, place, ifExists);
            moveIntoPlace(fileSystem, aside, place);
        } finally {
            fileSystem.delete(aside, true);
        }
    }

    /**
     * Puts back what a writer that was killed between its two renames had moved away. Nothing happens where a directory is in its
     * place.
     */
    public static void putBack(Configuration hadoop, Path target) throws IOException {
        FileSystem fileSystem = target.getFileSystem(hadoop);
        Path place = qualified(fileSystem, target);
        if (place.getParent() != null && fileSystem.exists(place.getParent())) {
            putBack(fileSystem, place);
        }
    }

    private static void putBack(FileSystem fileSystem, Path place) throws IOException {
        if (fileSystem.exists(place)) {
            return;
        }
        FileStatus[] moved = siblings(fileSystem, place, oldPrefix(place));
        if (moved.length > 0) {
            rename(fileSystem, moved[0].getPath(), place);
        }
    }

    /** From a string: a path made from a URI may end in a slash, and then has no name. */
    private static Path qualified(FileSystem fileSystem, Path target) {
        return fileSystem.makeQualified(new Path(target.toString()));
    }

    private static void moveIntoPlace(FileSystem fileSystem, Path aside, Path place) throws IOException {
        Path old = new Path(place.getParent(), oldPrefix(place) + UUID.randomUUID());
        boolean replaced = fileSystem.exists(place);
        if (replaced) {
            rename(fileSystem, place, old);
        }
        try {
            rename(fileSystem, aside, place);
        } catch (IOException | RuntimeException e) {
            if (replaced) {
                rename(fileSystem, old, place);
            }
            throw e;
        }
        if (replaced) {
            fileSystem.delete(old, true);
        }
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
            return FilesBelow.list(fileSystem, directory.getPath(), name -> true).stream()
                    .mapToLong(FileStatus::getModificationTime)
                    .reduce(directory.getModificationTime(), Math::max);
        } catch (FileNotFoundException e) {
            // Its writer has come to its end meanwhile.
            return System.currentTimeMillis();
        }
    }

    private static String oldPrefix(Path place) {
        return leftoverPrefix(place) + "old-";
    }

    private static String leftoverPrefix(Path place) {
        return "_" + place.getName() + ".writing-";
    }

    private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException("could not rename " + from + " to " + to);
        }
        // Into a directory that another writer has put there meanwhile, file systems move rather than rename.
        Path inside = new Path(to, from.getName());
        if (fileSystem.exists(inside)) {
            fileSystem.rename(inside, from);
            throw new FileAlreadyExistsException(to + " was written by another run meanwhile");
        }
    }
}
