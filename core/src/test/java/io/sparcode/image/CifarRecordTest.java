package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class CifarRecordTest {
    @Test
    void planesOfRedGreenAndBlueBecomeBlueGreenRed() throws Exception {
        byte[] record = new byte[CifarRecord.RECORD_BYTES];
        record[0] = 7;
        int pixel = 5 * 32 + 3;
        record[1 + pixel] = 10;
        record[1 + 1024 + pixel] = 20;
        record[1 + 2048 + pixel] = (byte) 230;

        Image image = CifarRecord.image(record);

        assertEquals(new ImageShape(32, 32, 3), image.shape());
        assertEquals((byte) 230, image.pixels()[3 * pixel]);
        assertEquals(20, image.pixels()[3 * pixel + 1]);
        assertEquals(10, image.pixels()[3 * pixel + 2]);
        assertEquals(7, CifarRecord.label(record));
    }

    @Test
    void recordOfAnotherSizeIsRefused() {
        for (int size : new int[] {0, 3_072, 3_074}) {
            String expected = "CIFAR-10 record must have 3073 bytes, has " + size;
            assertEquals(
                    expected,
                    assertThrows(UnreadableImageException.class, () -> CifarRecord.image(new byte[size]))
                            .getMessage());
            assertEquals(
                    expected,
                    assertThrows(UnreadableImageException.class, () -> CifarRecord.label(new byte[size]))
                            .getMessage());
        }
    }

    @Test
    void labelOutOfRangeIsRefused() {
        byte[] record = new byte[CifarRecord.RECORD_BYTES];
        record[0] = (byte) 200;

        assertEquals(
                "CIFAR-10 label must be 0 to 9, was 200",
                assertThrows(UnreadableImageException.class, () -> CifarRecord.label(record))
                        .getMessage());
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "CIFAR10_DIR", matches = ".+")
    void cifarHasItsPublishedMeans() throws Exception {
        double[] sums = new double[3];
        int records = 0;
        try (InputStream in = Files.newInputStream(Path.of(System.getenv("CIFAR10_DIR"), "data_batch_1.bin"))) {
            for (byte[] record = next(in); record.length > 0; record = next(in)) {
                CifarRecord.label(record);
                byte[] pixels = CifarRecord.image(record).pixels();
                for (int i = 0; i < pixels.length; i++) {
                    sums[i % 3] += pixels[i] & 0xff;
                }
                records++;
            }
        }
        // The training set's means are 0.4914 red, 0.4822 green, 0.4465 blue.
        double scale = 1.0 / (255.0 * 1024 * records);
        assertEquals(0.4465, sums[0] * scale, 0.01);
        assertEquals(0.4822, sums[1] * scale, 0.01);
        assertEquals(0.4914, sums[2] * scale, 0.01);
    }

    private static byte[] next(InputStream in) throws IOException {
        return in.readNBytes(CifarRecord.RECORD_BYTES);
    }
}
