package io.sparcode.dataset;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/** Opens the files of an input. */
final class InputBytes {
    private InputBytes() {}

    /**
     * Opens a file for reading.
     *
     * <p>Hadoop 3.3 looks for a local file's checksums, whose name it cannot make where the file's has a colon. Inputs have
     * none, so they are read without.
     *
     * @throws UnreadableFileException if it may not be read, or is a link to nothing
     * @throws BadDataException if it is gone since it was listed
     * @throws IOException if the file system failed
     */
    static FSDataInputStream open(Configuration hadoop, Path file) throws IOException {
        FileSystem bare = fileSystemOf(hadoop, file);
        try {
            return bare.open(file);
        } catch (IOException e) {
            throw asBadData(bare, file, e);
        }
    }

    /**
     * Reads a whole file, as {@link #open} does.
     *
     * @param bare what {@link #fileSystemOf} gave for it or for a file beside it
     * @param length its length as it was listed
     * @throws EOFException if it is shorter
     */
    static byte[] read(FileSystem bare, Path file, int length) throws IOException {
        byte[] bytes = new byte[length];
        try {
            if (bare instanceof RawLocalFileSystem local) {
                // Hadoop's stream costs as much as to decode a small image.
                try (InputStream in = new FileInputStream(local.pathToFile(file))) {
                    if (in.readNBytes(bytes, 0, length) < length) {
                        throw new EOFException(file + " is shorter than " + length + " bytes");
                    }
                }
            } else {
                try (FSDataInputStream in = bare.open(file)) {
                    in.readFully(bytes);
                }
            }
            return bytes;
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            throw asBadData(bare, file, e);
        }
    }

    /** Returns a file's file system, without its checksums. */
    static FileSystem fileSystemOf(Configuration hadoop, Path file) throws IOException {
        FileSystem fileSystem = file.getFileSystem(hadoop);
        return fileSystem instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fileSystem;
    }

    private static IOException asBadData(FileSystem bare, Path file, IOException failure) throws IOException {
        if (failure instanceof AccessControlException || failure instanceof AccessDeniedException) {
            throw new UnreadableFileException(file + " may not be read: " + failure.getMessage(), failure);
        }
        if (failure instanceof FileNotFoundException missing) {
            throw notFound(bare, file, missing);
        }
        return failure;
    }

    private static BadDataException notFound(FileSystem fileSystem, Path file, FileNotFoundException e)
            throws IOException {
        // A local file that may not be read is not found either.
        if (fileSystem.exists(file)) {
            return new UnreadableFileException(file + " may not be read: " + e.getMessage(), e);
        }
        if ("file".equals(fileSystem.getUri().getScheme())
                && Files.isSymbolicLink(java.nio.file.Path.of(file.toUri().getPath()))) {
            return new UnreadableFileException(file + " is a link to a file that is not there", e);
        }
        return new BadDataException(
                file + " was listed, but is not there: it was removed or renamed since, or this machine's locale cannot"
                        + " spell its name",
                e);
    }
}
