package io.sparcode.dataset;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Writes small inputs of every format, the same ones every time. */
final class InputFixture {
    private InputFixture() {}

    /** Returns random pixels. */
    static byte[] pixels(long seed, int size) {
        byte[] pixels = new byte[size];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }

    /** Returns an IDX file of images 3x2; image i has the pixels of seed i. */
    static byte[] idxImages(int count) {
        return idx(count, new int[] {3, 2}, index -> pixels(index, 6));
    }

    /** Returns an IDX file of labels; label i is i modulo 10. */
    static byte[] idxLabels(int count) {
        return idx(count, new int[0], index -> new byte[] {(byte) (index % 10)});
    }

    private static byte[] idx(int count, int[] recordDimensions, IntFunction<byte[]> record) {
        return bytes(out -> {
            out.writeInt(0x0800 + 1 + recordDimensions.length);
            out.writeInt(count);
            for (int dimension : recordDimensions) {
                out.writeInt(dimension);
            }
            for (int i = 0; i < count; i++) {
                out.write(record.apply(i));
            }
        });
    }

    /** Writes MNIST's four files, with so many records to train and to test. */
    static void writeMnist(Path folder, int train, int test, String ending) {
        writeLabelledIdx(folder, "train", train, ending);
        writeLabelledIdx(folder, "t10k", test, ending);
    }

    /** Writes two of them, images and their labels. */
    static void writeLabelledIdx(Path folder, String set, int records, String ending) {
        writeMaybePacked(folder.resolve(set + "-images-idx3-ubyte" + ending), idxImages(records));
        writeMaybePacked(folder.resolve(set + "-labels-idx1-ubyte" + ending), idxLabels(records));
    }

    private static void writeMaybePacked(Path file, byte[] content) {
        write(file, file.toString().endsWith(".gz") ? gzip(content) : content);
    }

    /** Returns CIFAR-10 records; record i has label i modulo 10 and the planes of seed i. */
    static byte[] cifar(int count) {
        return bytes(out -> {
            for (int i = 0; i < count; i++) {
                out.write(i % 10);
                out.write(pixels(i, 3072));
            }
        });
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a grey image encoded as {@code png}, {@code bmp}, {@code gif} or {@code jpg}. */
    static byte[] encodedGrey(String format, int height, int width, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, height, pixels(seed, height * width));
        return encoded(format, image);
    }

    /** Returns a colour image encoded. */
    static byte[] encodedColour(String format, int height, int width, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return encoded(format, image);
    }

    private static byte[] encoded(String format, BufferedImage image) {
        return bytes(out -> {
            if (!ImageIO.write(image, format, out)) {
                throw new IOException("no writer for " + format);
            }
        });
    }

    /** Returns the beginning of a PNG that claims a size and has nothing of it. */
    static byte[] pngClaiming(int height, int width) {
        byte[] header = bytes(out -> {
            out.writeBytes("IHDR");
            out.writeInt(width);
            out.writeInt(height);
            out.write(new byte[] {8, 0, 0, 0, 0});
        });
        CRC32 crc = new CRC32();
        crc.update(header);
        return bytes(out -> {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            out.writeInt(header.length - 4);
            out.write(header);
            out.writeInt((int) crc.getValue());
        });
    }

    /** Returns the image that {@link #idxImages} has at an index. */
    static Image idxImage(int index) {
        return new Image(new ImageShape(3, 2, 1), pixels(index, 6));
    }

    static byte[] cut(byte[] content, int bytes) {
        return Arrays.copyOf(content, content.length - bytes);
    }

    static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
