package io.sparcode.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file that fits in memory; where it is written, in a directory that {@link WholeDirectory} makes whole. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * Reads a file whole.
     *
     * @throws java.io.FileNotFoundException if it is not there
     * @throws IOException if it cannot be read
     */
    public static byte[] read(Configuration hadoop, Path file) throws IOException {
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            return in.readAllBytes();
        }
    }

    /**
     * Writes a file with the folders above it, in the place of one that is there.
     *
     * @throws IOException if it cannot be written; what is there then may be a part of it
     */
    public static void write(Configuration hadoop, Path file, byte[] content) throws IOException {
        try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
            out.write(content);
        }
    }
}
