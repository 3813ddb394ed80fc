package io.sparcode.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** Records of one size somewhere in a file, of which tasks read runs. A plain value that travels; no record class. */
interface RecordFile extends Serializable {
    /** Reads records one after the other, on one thread. */
    interface Reader extends Closeable {
        /**
         * Reads the next record.
         *
         * @return its bytes, or null at the end
         * @throws BadDataException if the file is broken, or has more or fewer records than it says
         */
        byte[] read() throws IOException;
    }

    /** Returns the file's path, and the records' place in it where it has several: what records' origins begin with. */
    String path();

    /** Returns whether tasks can begin in the middle. */
    boolean isSplittable();

    /** Returns a record's bytes. */
    int recordBytes();

    /** Returns how many records there are. */
    long records();

    /** Returns how many records are stored together, so that runs best begin at multiples of it. */
    default long together() {
        return 1;
    }

    /** Opens the file at a record, counted from 0; not asked for those from {@code end} on. */
    Reader open(Configuration hadoop, long start, long end) throws IOException;
}
