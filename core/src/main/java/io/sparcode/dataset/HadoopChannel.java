package io.sparcode.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file on any Hadoop file system as a channel to read from, for libraries that jump about in files. */
final class HadoopChannel implements SeekableByteChannel {
    private static final int MOST_BYTES = 1 << 20;

    private final FSDataInputStream in;
    private final long size;
    private byte[] buffer = new byte[0];
    private long position;
    private boolean open = true;
    private IOException failure;

    private HadoopChannel(FSDataInputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    static HadoopChannel open(Configuration hadoop, Path path) throws IOException {
        FileSystem fileSystem = path.getFileSystem(hadoop);
        long size = fileSystem.getFileStatus(path).getLen();
        return new HadoopChannel(InputBytes.open(hadoop, path), size);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        requireOpen();
        if (position >= size) {
            return -1;
        }
        int length = (int) Math.min(Math.min(to.remaining(), MOST_BYTES), size - position);
        if (buffer.length < length) {
            buffer = new byte[length];
        }
        try {
            in.readFully(position, buffer, 0, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        to.put(buffer, 0, length);
        position += length;
        return length;
    }

    /**
     * Throws what the file system failed with, if it did: then a library that could not go on does not mean that the file
     * is damaged.
     */
    void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public HadoopChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }

    @Override
    public void close() throws IOException {
        open = false;
        in.close();
    }
}
