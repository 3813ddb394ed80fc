package io.sparcode.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** Encoded bytes as the JDK's readers take them, without the cache of blocks that its own streams over memory keep. */
final class ByteArrayImageInput extends ImageInputStreamImpl {
    private final byte[] bytes;

    ByteArrayImageInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        int read = (int) Math.min(length, bytes.length - streamPos);
        if (read <= 0) {
            return -1;
        }
        System.arraycopy(bytes, (int) streamPos, into, offset, read);
        streamPos += read;
        return read;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
