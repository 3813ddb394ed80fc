package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class IdxHeaderTest {
    @Test
    void imagesOfThreeDimensionsAreGrey() throws Exception {
        ByteArrayInputStream in = new ByteArrayInputStream(append(idx(60_000, 28, 20), 99));

        IdxHeader header = IdxHeader.read(in);

        assertEquals(IdxHeader.UNSIGNED_BYTE, header.elementType());
        assertArrayEquals(new int[] {60_000, 28, 20}, header.dimensions());
        assertEquals(new ImageShape(28, 20, 1), header.imageShape());
        assertEquals(60_000, header.records());
        assertEquals(560, header.recordSize());
        assertEquals(16, header.dataOffset());
        assertEquals(16 + 60_000L * 560, header.fileSize());
        assertEquals("IDX[60000, 28, 20]", header.toString());
        assertFalse(header.isLabels());
        assertEquals(99, in.read());
    }

    @Test
    void imagesOfFourDimensionsHaveChannels() throws Exception {
        IdxHeader header = read(idx(5, 32, 30, 3));

        assertEquals(new ImageShape(32, 30, 3), header.imageShape());
        assertEquals(2_880, header.recordSize());
        assertEquals(20, header.dataOffset());
    }

    @Test
    void labelsHaveOneDimension() throws Exception {
        IdxHeader header = read(idx(60_000));

        assertTrue(header.isLabels());
        assertEquals(1, header.recordSize());
        assertEquals(8, header.dataOffset());
        assertEquals(60_008, header.fileSize());
        assertEquals(
                "IDX file holds labels (1 dimension), not images (3 or 4)",
                assertThrows(UnreadableImageException.class, header::imageShape).getMessage());
    }

    @Test
    void fileWithoutRecordsIsRead() throws Exception {
        assertEquals(0, read(idx(0, 28, 28)).records());
    }

    @Test
    void wrongMagicIsRefusedWithItsBytes() {
        assertEquals(
                "not an IDX file: it begins with the bytes 1f 8b 08 00, where an IDX file of unsigned bytes has"
                        + " 00 00 08 and the number of dimensions",
                refusal(PngFixture.bytes(0x1f, 0x8b, 8, 0)));
    }

    @Test
    void otherElementTypesAreRefused() {
        assertEquals(
                "IDX element type is 0x0d (float), only 0x08 (unsigned byte), and 0x0c (integer) of labels, are read",
                refusal(PngFixture.bytes(0, 0, 0x0d, 3)));
    }

    @Test
    void integersAreLabelsOfFourBytesAColumn() throws Exception {
        IdxHeader header = read(PngFixture.bytes(0, 0, 0x0c, 2, 0, 0, 0, 5, 0, 0, 0, 8));

        assertTrue(header.isLabels());
        assertEquals(5, header.records());
        assertEquals(32, header.recordSize());
        assertEquals(12 + 5 * 32, header.fileSize());
        assertEquals(
                "IDX file of integers has 3 dimensions; of integers only labels are read, which have 1 or 2",
                refusal(PngFixture.bytes(0, 0, 0x0c, 3)));
    }

    @Test
    void otherNumbersOfDimensionsAreRefused() {
        for (int count : new int[] {0, 2, 5, 255}) {
            assertEquals(
                    "IDX file has " + count + " dimensions, labels have 1 and images have 3 or 4",
                    refusal(PngFixture.bytes(0, 0, 8, count)));
        }
    }

    @Test
    void cutOffHeaderIsRefusedWithItsLength() {
        assertEquals("IDX header is cut off after 0 of 4 bytes", refusal(new byte[0]));
        assertEquals("IDX header is cut off after 3 of 4 bytes", refusal(Arrays.copyOf(idx(1, 2, 3), 3)));
        assertEquals("IDX header is cut off after 15 of 16 bytes", refusal(Arrays.copyOf(idx(1, 2, 3), 15)));
    }

    @Test
    void impossibleSizesAreRefused() {
        assertEquals("IDX dimension 2 of 3 is 0, it must be 1 to 2147483647", refusal(idx(1, 0, 28)));
        assertEquals("IDX dimension 1 of 3 is 4294967295, it must be 0 to 2147483647", refusal(idx(-1, 28, 28)));
        assertEquals(
                "IDX records of [2147483647, 2147483647] bytes are larger than the 2147483647 that fit in memory",
                refusal(idx(1, Integer.MAX_VALUE, Integer.MAX_VALUE)));
        assertEquals(
                "IDX records of [65536, 65536, 4] bytes are larger than the 2147483647 that fit in memory",
                refusal(idx(1, 65_536, 65_536, 4)));
        assertEquals(
                "IDX images have 2 channels (the fourth dimension), they must have 1, 3 or 4",
                refusal(idx(1, 28, 28, 2)));
    }

    @Test
    void sizeOfTheLargestFileDoesNotOverflow() throws Exception {
        IdxHeader header = read(idx(Integer.MAX_VALUE, 1, Integer.MAX_VALUE));

        assertEquals(16 + (long) Integer.MAX_VALUE * Integer.MAX_VALUE, header.fileSize());
    }

    @Test
    void headerMadeByHandIsChecked() {
        assertEquals(
                "IDX element type must be 0x08 (unsigned byte), or 0x0c (integer) for labels, was 0x09",
                assertThrows(IllegalArgumentException.class, () -> new IdxHeader(9, new int[] {1}))
                        .getMessage());
        assertEquals(
                "IDX file has 2 dimensions, labels have 1 and images have 3 or 4",
                assertThrows(IllegalArgumentException.class, () -> new IdxHeader(8, new int[] {1, 1}))
                        .getMessage());
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MNIST_DIR", matches = ".+")
    void mnistIsRead() throws Exception {
        Path folder = Path.of(System.getenv("MNIST_DIR"));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("t10k-images-idx3-ubyte.gz")))) {
            IdxHeader header = IdxHeader.read(in);
            assertArrayEquals(new int[] {10_000, 28, 28}, header.dimensions());
            assertEquals(header.fileSize() - header.dataOffset(), in.readAllBytes().length);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("t10k-labels-idx1-ubyte.gz")))) {
            assertEquals(10_000, IdxHeader.read(in).records());
        }
    }

    private static byte[] idx(int... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length);
        bytes.put(PngFixture.bytes(0, 0, 8, dimensions.length));
        for (int dimension : dimensions) {
            bytes.putInt(dimension);
        }
        return bytes.array();
    }

    private static byte[] append(byte[] bytes, int value) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = (byte) value;
        return longer;
    }

    private static IdxHeader read(byte[] bytes) throws Exception {
        return IdxHeader.read(new ByteArrayInputStream(bytes));
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(UnreadableImageException.class, () -> read(bytes)).getMessage();
    }
}
