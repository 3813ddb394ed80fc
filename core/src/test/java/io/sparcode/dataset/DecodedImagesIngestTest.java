package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparcode.image.ColorProfile;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Orientation;
import io.sparcode.image.PixelValues;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.Rgb;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedImagesIngestTest {
    /** An EXIF segment: the image is to be turned by 90 degrees. */
    private static final byte[] TURNED = HexFormat.of()
            .parseHex("ffe1002245786966" + "00004d4d002a00000008" + "000101120003000000010006000000000000");

    @TempDir
    Path folder;

    private void writeTurned(String file, int height, int width) throws Exception {
        byte[] jpeg = InputFixture.encodedColour("jpg", height, width, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(TURNED);
        out.write(jpeg, 2, jpeg.length - 2);
        InputFixture.write(folder.resolve("in").resolve(file), out.toByteArray());
    }

    @Test
    void turnedImagesAreCountedAndAlphaIsDrawnOverTheBackground() throws Exception {
        writeTurned("a.jpg", 8, 16);
        BufferedImage clear = new BufferedImage(8, 16, BufferedImage.TYPE_4BYTE_ABGR);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(clear, "png", png);
        InputFixture.write(folder.resolve("in/b.png"), png.toByteArray());
        IngestOptions.TargetImage target = new IngestOptions.TargetImage(
                0,
                0,
                3,
                ResizeFilter.BILINEAR,
                1_000_000,
                ColorProfile.IGNORE,
                Orientation.UPRIGHT,
                new Rgb(10, 20, 30),
                PixelValues.BYTES);

        List<Row> rows = IngestFixture.of(folder.resolve("in"), folder.resolve("out"))
                .targetImage(target)
                .rows();

        Image turned = ImageRows.toImage(rows.get(0).getAs(ImageRows.IMAGE));
        assertEquals(new ImageShape(16, 8, 3), turned.shape());
        Image drawn = ImageRows.toImage(rows.get(1).getAs(ImageRows.IMAGE));
        assertArrayEquals(new byte[] {30, 20, 10}, Arrays.copyOf(drawn.pixels(), 3), "blue, green and red of a pixel");
        assertEquals(1, summary().turned());
    }

    @Test
    void summaryOfAVersionThatTurnedAndLeftOutNothingIsRead() throws Exception {
        InputFixture.write(folder.resolve("in/a.png"), InputFixture.encodedGrey("png", 4, 4, 1));
        IngestFixture.of(folder.resolve("in"), folder.resolve("out")).run();
        Path file = folder.resolve("out").resolve(DatasetSummary.FILE_NAME);
        ObjectMapper json = new ObjectMapper();
        ObjectNode older = json.readValue(file.toFile(), ObjectNode.class);
        older.remove(List.of("turned", "left-out", "notes"));
        Files.deleteIfExists(file.resolveSibling("._dataset.json.crc"));
        Files.write(file, json.writeValueAsBytes(older));

        assertEquals(0, summary().turned());
        assertEquals(List.of(), summary().leftOut());
        assertEquals(List.of(), summary().notes());
        assertEquals(1, summary().records());
    }

    private DatasetSummary summary() throws Exception {
        return DatasetSummary.read(
                TestSpark.session().sparkContext().hadoopConfiguration(),
                new org.apache.hadoop.fs.Path(folder.resolve("out").toString()));
    }
}
