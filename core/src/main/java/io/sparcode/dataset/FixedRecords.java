package io.sparcode.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A file of records of one size after a header, packed or not: where they lie, and how a run of them is read. A plain
 * value that travels to the tasks.
 */
final class FixedRecords implements RecordFile {
    private static final long serialVersionUID = 1;
    private static final int BUFFER_BYTES = 1 << 16;
    /** For {@code records}: the file's end says it. */
    static final long UNTIL_END = -1;

    /** How bytes are packed. */
    private enum Packing {
        NONE,
        GZIP,
        /** A member of a zip archive, without a header of its own. */
        DEFLATE
    }

    private final String path;
    private final String member;
    private final Packing packing;
    private final long packedOffset;
    private final long crc;
    private final long dataOffset;
    private final int recordBytes;
    private final long records;

    /** Describes a file: {@code records} of {@code recordBytes} bytes each from {@code dataOffset} on. */
    FixedRecords(String path, boolean gzip, long dataOffset, int recordBytes, long records) {
        this(path, "", gzip ? Packing.GZIP : Packing.NONE, 0, 0, dataOffset, recordBytes, records);
    }

    private FixedRecords(
            String path,
            String member,
            Packing packing,
            long packedOffset,
            long crc,
            long dataOffset,
            int recordBytes,
            long records) {
        this.path = path;
        this.member = member;
        this.packing = packing;
        this.packedOffset = packedOffset;
        this.crc = crc;
        this.dataOffset = dataOffset;
        this.recordBytes = recordBytes;
        this.records = records;
    }

    /**
     * Describes a part of a file.
     *
     * @param member what messages call the part
     * @param offset where the records begin in the file
     */
    static FixedRecords within(String path, String member, long offset, int recordBytes, long records) {
        return new FixedRecords(path, member, Packing.NONE, 0, 0, offset, recordBytes, records);
    }

    /**
     * Describes a deflated part of a file.
     *
     * @param member what messages call the part
     * @param packedOffset where the part begins in the file
     * @param crc the CRC-32 of its unpacked bytes
     * @param dataOffset where the records begin in the part, once it is unpacked
     */
    static FixedRecords deflated(
            String path, String member, long packedOffset, long crc, long dataOffset, int recordBytes, long records) {
        return new FixedRecords(path, member, Packing.DEFLATE, packedOffset, crc, dataOffset, recordBytes, records);
    }

    @Override
    public String path() {
        return member.isEmpty() ? path : path + "/" + member;
    }

    @Override
    public boolean isSplittable() {
        return packing == Packing.NONE;
    }

    @Override
    public int recordBytes() {
        return recordBytes;
    }

    @Override
    public long records() {
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

    private CheckedInputStream openDeflated(Configuration hadoop) throws IOException {
        FSDataInputStream file = InputBytes.open(hadoop, new Path(path));
        try {
            file.seek(packedOffset);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        Inflater inflater = new Inflater(true);
        InputStream in = new InflaterInputStream(file, inflater, BUFFER_BYTES) {
            @Override
            public void close() throws IOException {
                super.close();
                inflater.end();
            }
        };
        return new CheckedInputStream(in, new CRC32());
    }

    @Override
    public RecordFile.Reader open(Configuration hadoop, long start, long end) throws IOException {
        InputStream in = null;
        CheckedInputStream checked = null;
        try {
            long skipped = dataOffset + start * recordBytes;
            if (packing == Packing.NONE) {
                FSDataInputStream file = InputBytes.open(hadoop, new Path(path));
                in = file;
                file.seek(skipped);
                in = new BufferedInputStream(file, BUFFER_BYTES);
            } else if (packing == Packing.GZIP) {
                in = open(hadoop, new Path(path), true);
                in.skipNBytes(skipped);
            } else {
                checked = openDeflated(hadoop);
                in = checked;
                in = new BufferedInputStream(in, BUFFER_BYTES);
                in.skipNBytes(skipped);
            }
            return new Reader(in, checked, start);
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
                path() + " is broken: its packed stream ends or fails in record " + record + " (" + cause.getMessage()
                        + ")" + (records == UNTIL_END ? "" : ", its header says " + records + " records"),
                cause);
    }

    private final class Reader implements RecordFile.Reader {
        private final InputStream in;
        private final CheckedInputStream checked;
        private long next;

        private Reader(InputStream in, CheckedInputStream checked, long start) {
            this.in = in;
            this.checked = checked;
            this.next = start;
        }

        @Override
        public byte[] read() throws IOException {
            try {
                if (records != UNTIL_END && next == records) {
                    // An unpacked file's length was held against its header; after a part of a file others follow.
                    if (packing != Packing.NONE && in.read() != -1) {
                        throw new BadDataException(path() + " goes on after the " + records + " records of "
                                + recordBytes + " bytes that its header says");
                    }
                    if (checked != null && checked.getChecksum().getValue() != crc) {
                        throw new BadDataException(path()
                                + " is broken: its bytes have another checksum (CRC-32) than the" + " archive says");
                    }
                    return null;
                }
                byte[] record = in.readNBytes(recordBytes);
                if (record.length == 0 && records == UNTIL_END) {
                    return null;
                }
                if (record.length < recordBytes) {
                    throw new BadDataException(path() + " ends " + record.length + " bytes into record " + next + " of "
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
