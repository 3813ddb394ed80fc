package io.sparcode.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes small files of NumPy's formats, and tar archives. */
final class ArrayFixture {
    private ArrayFixture() {}

    /** Returns an array's file, its numbers' bytes as they are given. */
    static byte[] npy(String descr, boolean fortranOrder, byte[] numbers, int... shape) {
        String axes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ",)"));
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortranOrder ? "True" : "False")
                + ", 'shape': " + axes + ", }";
        String text = header + " ".repeat(127 - 10 - header.length()) + "\n";
        String begin = "\u0093NUMPY\1\0" + (char) text.length() + "\0" + text;
        byte[] magic = begin.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(magic, magic.length + numbers.length);
        System.arraycopy(numbers, 0, all, magic.length, numbers.length);
        return all;
    }

    /** Returns images of bytes [count, shape]; image i has the pixels of seed i. */
    static byte[] images(int count, int... shape) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer numbers = ByteBuffer.allocate(count * size);
        for (int i = 0; i < count; i++) {
            numbers.put(InputFixture.pixels(i, size));
        }
        int[] all = new int[1 + shape.length];
        all[0] = count;
        System.arraycopy(shape, 0, all, 1, shape.length);
        return npy("|u1", false, numbers.array(), all);
    }

    /** Returns labels of 8 bytes each; label i is i modulo 10. */
    static byte[] labels(int count) {
        ByteBuffer numbers = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            numbers.putLong(i % 10);
        }
        return npy("<i8", false, numbers.array(), count);
    }

    /** Returns an archive of arrays; those whose name begins with {@code stored:} are not packed. */
    static byte[] npz(Map<String, byte[]> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (var array : arrays.entrySet()) {
                boolean stored = array.getKey().startsWith("stored:");
                ZipEntry entry = new ZipEntry(array.getKey().replaceFirst("stored:", "") + ".npy");
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(array.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(array.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                out.putNextEntry(entry);
                out.write(array.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns a tar archive; an even number of names and contents, which are bytes or text. A name that begins with
     * {@code link:} or {@code symlink:} is a link, and its content the name that it links to.
     */
    static byte[] tar(Object... files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (int i = 0; i < files.length; i += 2) {
                byte[] content = files[i + 1] instanceof byte[] raw
                        ? raw
                        : files[i + 1].toString().getBytes(StandardCharsets.UTF_8);
                String name = (String) files[i];
                if (name.matches("(sym)?link:.*")) {
                    byte type = name.startsWith("sym") ? TarConstants.LF_SYMLINK : TarConstants.LF_LINK;
                    TarArchiveEntry link = new TarArchiveEntry(name.replaceFirst(".*:", ""), type);
                    link.setLinkName(files[i + 1].toString());
                    out.putArchiveEntry(link);
                } else {
                    TarArchiveEntry entry = new TarArchiveEntry(name);
                    entry.setSize(content.length);
                    out.putArchiveEntry(entry);
                    out.write(content);
                }
                out.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
