package io.sparcode.dataset;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A file of records of one size after a header, gzip or not: where they lie, and how a run of them is read. A plain
 * value that travels to the tasks.
 */
final class FixedRecords implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BUFFER_BYTES = 1 << 16;
    /** For {@code records}: the file's end says it. */
    static final long UNTIL_END = -1;

    private final String path;
    private final boolean gzip;
    private final long dataOffset;
    private final int recordBytes;
    private final long records;

    /** Describes a file: {@code records} of {@code recordBytes} bytes each from {@code dataOffset} on. */
    FixedRecords(String path, boolean gzip, long dataOffset, int recordBytes, long records) {
        this.path = path;
        this.gzip = gzip;
        this.dataOffset = dataOffset;
        this.recordBytes = recordBytes;
        this.records = records;
    }

    String path() {
        return path;
    }

    /** Returns whether tasks can begin in the middle. */
    boolean isSplittable() {
        return !gzip;
    }

    int recordBytes() {
        return recordBytes;
    }

    long records() {
        return records;
    }

    /** Opens a file, unpacked if its first bytes are gzip's; which they are is what tells, not the name. */
    static InputStream openUnpacked(Configuration hadoop, Path path) throws IOException {
        return open(hadoop, path, isGzip(hadoop, path));
    }

    /** Returns whether a file's first bytes are gzip's. */
    static boolean isGzip(Configuration hadoop, Path path) throws IOException {
        try (InputStream in = InputBytes.open(hadoop, path)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    private static InputStream open(Configuration hadoop, Path path, boolean gzip) throws IOException {
        FSDataInputStream in = InputBytes.open(hadoop, path);
        try {
            return gzip
                    ? new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES)
                    : new BufferedInputStream(in, BUFFER_BYTES);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Opens the file at a record, counted from 0. */
    Reader open(Configuration hadoop, long start) throws IOException {
        InputStream in = null;
        try {
            if (gzip) {
                in = open(hadoop, new Path(path), true);
                in.skipNBytes(dataOffset + start * recordBytes);
            } else {
                FSDataInputStream file = InputBytes.open(hadoop, new Path(path));
                in = file;
                file.seek(dataOffset + start * recordBytes);
                in = new BufferedInputStream(file, BUFFER_BYTES);
            }
            return new Reader(in, start);
        } catch (EOFException | ZipException e) {
            close(in);
            throw broken(start, e);
        } catch (IOException | RuntimeException e) {
            close(in);
            throw e;
        }
    }

    private static void close(InputStream in) throws IOException {
        if (in != null) {
            in.close();
        }
    }

    private BadDataException broken(long record, IOException cause) {
        return new BadDataException(
                path + " is broken: its gzip stream ends or fails in record " + record + " (" + cause.getMessage() + ")"
                        + (records == UNTIL_END ? "" : ", its header says " + records + " records"),
                cause);
    }

    /** Reads records one after the other, on one thread. */
    final class Reader implements Closeable {
        private final InputStream in;
        private long next;

        private Reader(InputStream in, long start) {
            this.in = in;
            this.next = start;
        }

        /**
         * Reads the next record.
         *
         * @return its bytes, or null at the end
         * @throws BadDataException if the file ends where the header says that there are more records, within a record,
         *     or goes on after the last
         */
        byte[] read() throws IOException {
            try {
                if (records != UNTIL_END && next == records) {
                    if (in.read() != -1) {
                        throw new BadDataException(path + " goes on after the " + records + " records of " + recordBytes
                                + " bytes that its header says");
                    }
                    return null;
                }
                byte[] record = in.readNBytes(recordBytes);
                if (record.length == 0 && records == UNTIL_END) {
                    return null;
                }
                if (record.length < recordBytes) {
                    throw new BadDataException(path + " ends " + record.length + " bytes into record " + next + " of "
                            + recordBytes + " bytes; "
                            + (records == UNTIL_END
                                    ? "its size must be a multiple of that"
                                    : "its header says " + records + " records"));
                }
                next++;
                return record;
            } catch (EOFException | ZipException e) {
                throw broken(next, e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
