package io.sparcode.dataset;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads the files of a tar archive, gzip or not, one after the other. Folders, and files whose names, or whose folders',
 * begin with {@code .} or {@code _}, are left out. What is damaged or cut off is refused, even where it is cut between
 * two files: a whole archive ends with a block of zeros.
 */
final class TarReader implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int BLOCK_BYTES = 512;

    private final String path;
    private final Watched source;
    private final Tail tail;
    private final TarArchiveInputStream tar;
    private TarArchiveEntry entry;
    private String name;

    private TarReader(String path, Watched source, InputStream unpacked) {
        this.path = path;
        this.source = source;
        this.tail = new Tail(new BufferedInputStream(unpacked, BUFFER_BYTES));
        // Blocks of one record: of larger ones it would skip what follows the end, whatever that is.
        this.tar = new TarArchiveInputStream(tail, BLOCK_BYTES, BLOCK_BYTES, "UTF-8");
    }

    static TarReader open(Configuration hadoop, String path) throws IOException {
        Path file = new Path(path);
        boolean gzip = FixedRecords.isGzip(hadoop, file);
        Watched source = new Watched(InputBytes.open(hadoop, file));
        try {
            return new TarReader(path, source, gzip ? new GZIPInputStream(source, BUFFER_BYTES) : source);
        } catch (IOException e) {
            source.close();
            throw broken(path, source, e);
        }
    }

    /**
     * Goes to the next file.
     *
     * @return whether there is one
     * @throws BadDataException if the archive is damaged or cut off
     */
    boolean next() throws IOException {
        try {
            do {
                entry = tar.getNextTarEntry();
                if (entry == null) {
                    requireEnd();
                    return false;
                }
                name = plain(entry.getName());
            } while (entry.isDirectory() || isHidden(name));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            throw broken(path, source, e);
        }
    }

    /** Returns a path from the archive's root, without {@code .} and {@code ..}. */
    private static String plain(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static boolean isHidden(String name) {
        return Arrays.stream(name.split("/")).anyMatch(part -> part.startsWith(".") || part.startsWith("_"));
    }

    private void requireEnd() throws IOException {
        byte[] rest = new byte[BUFFER_BYTES];
        for (int read = tail.read(rest); read >= 0; read = tail.read(rest)) {
            if (tail.zeros < read) {
                throw new BadDataException(path + " goes on after its end: archives that were joined are not read");
            }
        }
        if (tail.zeros < BLOCK_BYTES) {
            throw new BadDataException(path + " is cut off: a whole archive ends with blocks of zeros");
        }
    }

    /** Returns the file's name in the archive. */
    String name() {
        return name;
    }

    /** Returns the file's length in bytes. */
    long length() {
        return entry.getSize();
    }

    /** Returns whether the file is a file, and not a link or a sparse one. */
    boolean isPlain() {
        return entry.isFile() && !entry.isLink() && !entry.isSymbolicLink() && !entry.isSparse();
    }

    /**
     * Returns the file's content.
     *
     * @throws BadDataException if the archive is damaged or cut off
     */
    byte[] content() throws IOException {
        try {
            byte[] content = tar.readNBytes((int) entry.getSize());
            if (content.length < entry.getSize()) {
                throw new EOFException(name + " has " + content.length + " of its " + entry.getSize() + " bytes");
            }
            return content;
        } catch (IOException | IllegalArgumentException e) {
            throw broken(path, source, e);
        }
    }

    private static BadDataException broken(String path, Watched source, Exception e) throws IOException {
        if (source.failure != null) {
            throw source.failure;
        }
        return new BadDataException(path + " is damaged or cut off, or no tar archive: " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        try (source) {
            tar.close();
        }
    }

    /** Remembers that the file system failed, which is not the archive's fault. */
    private static final class Watched extends FilterInputStream {
        private IOException failure;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                return super.read(to, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Counts how many of the last bytes were zeros. */
    private static final class Tail extends FilterInputStream {
        private long zeros;

        Tail(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            int at = read;
            while (at > 0 && to[offset + at - 1] == 0) {
                at--;
            }
            zeros = at > 0 ? read - at : zeros + Math.max(read, 0);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            // The end of an archive is skipped in steps; only what is longer may jump.
            if (bytes <= BUFFER_BYTES) {
                return Math.max(0, read(new byte[(int) bytes], 0, (int) bytes));
            }
            zeros = 0;
            return super.skip(bytes);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
