package io.sparcode.dataset;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Records of an unpacked array in Fortran's order, whose first axis, the records, varies fastest: a number of every record
 * lies side by side, then the next. A block of records is gathered at a time. A plain value that travels.
 */
final class FortranRecords implements RecordFile {
    private static final long serialVersionUID = 1;
    private static final long BLOCK_BYTES = 32L << 20;

    private final String path;
    private final String member;
    private final long dataOffset;
    private final int elementBytes;
    /** The lengths of the axes but the records'. */
    private final int[] axes;

    private final int recordBytes;
    private final long records;

    /** Describes an array of {@code records} records whose numbers begin at {@code dataOffset}. */
    FortranRecords(String path, String member, long dataOffset, int elementBytes, int[] axes, long records) {
        this.path = path;
        this.member = member;
        this.dataOffset = dataOffset;
        this.elementBytes = elementBytes;
        this.axes = axes;
        this.records = records;
        int numbers = 1;
        for (int axis : axes) {
            numbers *= axis;
        }
        recordBytes = numbers * elementBytes;
    }

    @Override
    public String path() {
        return member.isEmpty() ? path : path + "/" + member;
    }

    @Override
    public boolean isSplittable() {
        return true;
    }

    @Override
    public int recordBytes() {
        return recordBytes;
    }

    @Override
    public long records() {
        return records;
    }

    @Override
    public Reader open(Configuration hadoop, long start, long end) throws IOException {
        return new Gathering(InputBytes.open(hadoop, new Path(path)), start, Math.min(end, records));
    }

    private final class Gathering implements Reader {
        private final FSDataInputStream in;
        private final long end;
        private long next;
        private byte[] block = new byte[0];
        private int blockRecords;
        private int read;

        Gathering(FSDataInputStream in, long start, long end) {
            this.in = in;
            this.next = start;
            this.end = end;
        }

        @Override
        public byte[] read() throws IOException {
            if (read == blockRecords) {
                if (next == end) {
                    return null;
                }
                gather();
            }
            byte[] record = new byte[recordBytes];
            System.arraycopy(block, read * recordBytes, record, 0, recordBytes);
            read++;
            return record;
        }

        private void gather() throws IOException {
            blockRecords = (int) Math.min(end - next, Math.max(1, BLOCK_BYTES / recordBytes));
            read = 0;
            block = new byte[blockRecords * recordBytes];
            byte[] run = new byte[blockRecords * elementBytes];
            int numbers = recordBytes / elementBytes;
            int[] at = new int[axes.length];
            for (int number = 0; number < numbers; number++) {
                in.readFully(dataOffset + (number * records + next) * elementBytes, run);
                int to = rowMajor(at) * elementBytes;
                for (int record = 0; record < blockRecords; record++) {
                    System.arraycopy(run, record * elementBytes, block, record * recordBytes + to, elementBytes);
                }
                advance(at);
            }
            next += blockRecords;
        }

        private int rowMajor(int[] at) {
            int index = 0;
            for (int axis = 0; axis < axes.length; axis++) {
                index = index * axes[axis] + at[axis];
            }
            return index;
        }

        /** Counts on as the array is stored, the first axis fastest. */
        private void advance(int[] at) {
            for (int axis = 0; axis < axes.length; axis++) {
                at[axis]++;
                if (at[axis] < axes[axis]) {
                    return;
                }
                at[axis] = 0;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
