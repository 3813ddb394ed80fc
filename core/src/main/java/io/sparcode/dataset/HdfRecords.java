package io.sparcode.dataset;

import io.jhdf.HdfFile;
import io.jhdf.dataset.DatasetBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Records of an HDF5 dataset in chunks, packed or not, read some chunks at a time. A chunk that was never written is of
 * zeros. A plain value that travels.
 */
final class HdfRecords implements RecordFile {
    private static final long serialVersionUID = 1;
    private static final long BLOCK_BYTES = 8L << 20;

    private final String path;
    private final String member;
    /** The lengths of the axes but the records'. */
    private final int[] axes;

    private final int recordBytes;
    private final long records;
    private final long together;

    /** Describes a dataset whose chunks are of {@code together} records. */
    HdfRecords(String path, String member, int[] axes, int recordBytes, long records, long together) {
        this.path = path;
        this.member = member;
        this.axes = axes;
        this.recordBytes = recordBytes;
        this.records = records;
        this.together = together;
    }

    @Override
    public String path() {
        return path + "/" + member;
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
    public long together() {
        return together;
    }

    @Override
    public Reader open(Configuration hadoop, long start, long end) throws IOException {
        HadoopChannel channel = HadoopChannel.open(hadoop, new Path(path));
        try {
            return new Slices(channel, start, Math.min(end, records));
        } catch (RuntimeException e) {
            channel.close();
            throw HdfArrays.damaged(channel, path, e);
        }
    }

    private final class Slices implements Reader {
        private final HadoopChannel channel;
        private final HdfFile file;
        private final DatasetBase dataset;
        private final long end;
        private long next;
        private ByteBuffer block = ByteBuffer.allocate(0);

        Slices(HadoopChannel channel, long start, long end) {
            this.channel = channel;
            this.file = HdfArrays.open(channel, new Path(path));
            this.dataset = (DatasetBase) file.getDatasetByPath(member);
            this.next = start;
            this.end = end;
        }

        @Override
        public byte[] read() throws IOException {
            if (!block.hasRemaining()) {
                if (next == end) {
                    return null;
                }
                slice();
            }
            byte[] record = new byte[recordBytes];
            block.get(record);
            return record;
        }

        private void slice() throws IOException {
            long blocks = Math.max(1, BLOCK_BYTES / recordBytes / together);
            int count = (int) Math.min(end - next, blocks * together);
            long[] offset = new long[1 + axes.length];
            int[] shape = new int[1 + axes.length];
            offset[0] = next;
            shape[0] = count;
            System.arraycopy(axes, 0, shape, 1, axes.length);
            try {
                block = dataset.getSliceDataBuffer(offset, shape);
            } catch (RuntimeException e) {
                throw HdfArrays.damaged(channel, path(), e);
            }
            next += count;
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                file.close();
            }
        }
    }
}
