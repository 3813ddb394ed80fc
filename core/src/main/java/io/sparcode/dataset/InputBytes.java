package io.sparcode.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
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
        FileSystem fileSystem = file.getFileSystem(hadoop);
        FileSystem bare = fileSystem instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fileSystem;
        try {
            return bare.open(file);
        } catch (AccessControlException | AccessDeniedException e) {
            throw new UnreadableFileException(file + " may not be read: " + e.getMessage(), e);
        } catch (FileNotFoundException e) {
            throw notFound(bare, file, e);
        }
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
