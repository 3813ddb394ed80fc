package io.sparcode.storage;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that appears whole or not at all: written aside, beside its place, and renamed into it.
 *
 * <p>Rename is atomic on HDFS and local file systems. What a killed writer leaves is a sibling whose name begins with
 * {@code _} and which no reader of the data sees; the next writer to the same place removes it.
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

    private WholeDirectory() {}

    /**
     * Writes a directory.
     *
     * @throws FileAlreadyExistsException if {@code target} exists and may not be replaced; nothing was written
     * @throws IOException if writing or renaming failed; {@code target} is as it was
     */
    public static void write(Configuration hadoop, Path target, IfExists ifExists, Content content) throws IOException {
        FileSystem fileSystem = target.getFileSystem(hadoop);
        // From a string: a path made from a URI may end in a slash, and then has no name.
        Path place = fileSystem.makeQualified(new Path(target.toString()));
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException("the root of a file system cannot be written as a directory: " + place);
        }
        fileSystem.mkdirs(parent);
        clearLeftovers(fileSystem, place);
        refuseIfTaken(fileSystem, place, ifExists);
        Path aside = new Path(parent, leftoverPrefix(place) + UUID.randomUUID());
        try {
            content.writeTo(aside);
            if (!fileSystem.exists(aside)) {
                fileSystem.mkdirs(aside);
            }
            refuseIfTaken(fileSystem, place, ifExists);
            moveIntoPlace(fileSystem, aside, place);
        } finally {
            fileSystem.delete(aside, true);
        }
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

    /** Puts back what a writer killed between its two renames had moved away, and removes what it had not finished. */
    private static void clearLeftovers(FileSystem fileSystem, Path place) throws IOException {
        for (var status :
                fileSystem.listStatus(place.getParent(), path -> path.getName().startsWith(leftoverPrefix(place)))) {
            if (status.getPath().getName().startsWith(oldPrefix(place)) && !fileSystem.exists(place)) {
                rename(fileSystem, status.getPath(), place);
            } else {
                fileSystem.delete(status.getPath(), true);
            }
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
    }
}
