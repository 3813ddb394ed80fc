package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.FloatBytes;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ingest.image.values} makes of files and tables. */
class FloatIngestTest {
    private static final StructType TABLE = StructType.fromDDL("id STRING, image STRUCT<origin: STRING, height: INT,"
            + " width: INT, nChannels: INT, mode: INT, data: BINARY>");

    @TempDir
    Path folder;

    private IngestFixture ingest() {
        return IngestFixture.of(folder.resolve("in"), folder.resolve("out")).split(0, 0, 0);
    }

    private static byte[] deep(int... values) throws IOException {
        BufferedImage image = new BufferedImage(values.length, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, values.length, 1, values);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    @Test
    void sixteenBitsKeepTheirPrecisionAndEightAreBroughtToFloats() throws IOException {
        InputFixture.write(folder.resolve("in/deep.png"), deep(1, 32_768, 65_535));
        BufferedImage shallow = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        shallow.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 51, 255});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(shallow, "png", out);
        InputFixture.write(folder.resolve("in/shallow.png"), out.toByteArray());

        DatasetSummary summary = ingest().floats(0, 0, 0).derived("low", 1, 1).run();

        List<Row> rows = ingest().frame().orderBy("id").collectAsList();
        float[] first = FloatBytes.floats(rows.get(0).<Row>getAs("image").getAs("data"));
        assertArrayEquals(new float[] {1 / 65535f, 32_768 / 65535f, 1}, first);
        assertArrayEquals(
                new float[] {0, 51 / 255f, 1},
                FloatBytes.floats(rows.get(1).<Row>getAs("image").getAs("data")));
        assertEquals(5, rows.get(0).<Row>getAs("image").<Integer>getAs("mode"));
        Row low = rows.get(0).getAs("low");
        assertEquals(5, low.<Integer>getAs("mode"));
        assertEquals((first[0] + first[1] + first[2]) / 3, FloatBytes.get(low.getAs("data"), 0), 1e-6);
        double mean = (first[0] + first[1] + first[2] + 0.2 + 1) / 6;
        double second = (first[0] * first[0] + first[1] * first[1] + 1 + 0.04 + 1) / 6;
        assertEquals(mean, summary.mean(), 1e-7);
        assertEquals(Math.sqrt(second - mean * mean), summary.std(), 1e-7);
    }

    @Test
    void floatsOfTablesAreKeptAndWhatCannotBeReadGoesToQuarantine() throws IOException {
        ImageShape shape = new ImageShape(2, 2, 12);
        List<Row> rows = new ArrayList<>(List.of(
                row("a", shape, 0.25f),
                row("b", shape, 0.5f),
                row("beyond", shape, 1.5f),
                row("infinite", shape, Float.POSITIVE_INFINITY)));
        rows.add(RowFactory.create("deep", RowFactory.create("x", 2, 2, 12, 90, new byte[96])));
        TestSpark.session()
                .createDataFrame(rows, TABLE)
                .coalesce(1)
                .write()
                .parquet(folder.resolve("in").toString());

        DatasetSummary kept = ingest().floats(1, 1, 0).quarantine("", 9, 1).run();

        assertEquals(3, kept.records());
        assertEquals(new ImageShape(1, 1, 12), kept.shape());
        assertEquals(0.75, kept.mean(), 1e-7);
        assertEquals(93, ingest().frame().select("image.mode").first().getInt(0));
        List<String> reasons =
                ingest().quarantined().stream().map(row -> row.getString(2)).toList();
        assertEquals(
                List.of(
                        "the image has mode 90 (CV_16UC12); of 12 channels 88 (CV_8UC12) and 93 (CV_32FC12) are read",
                        "the image has Infinity as value 0; all must be finite"),
                reasons);

        DatasetSummary rounded = ingest().quarantine("", 9, 1).overwrite().run();

        assertEquals(2, rounded.records());
        assertEquals(88, ingest().frame().select("image.mode").first().getInt(0));
        assertEquals(
                "the image has 1.5 as value 0; ingest.image.values = bytes takes floats of [0, 1], and"
                        + " ingest.image.values = floats keeps others",
                ingest().quarantined().get(0).getString(2));

        String refused = assertThrows(
                        BadDataException.class,
                        () -> ingest().floats(0, 0, 3)
                                .quarantine("", 9, 1)
                                .overwrite()
                                .run())
                .getMessage();
        assertTrue(
                refused.contains("the image has 12 channels, of which ingest.image.channels = 3 cannot be made"),
                refused);
    }

    private static Row row(String id, ImageShape shape, float value) {
        float[] pixels = new float[shape.size()];
        Arrays.fill(pixels, value);
        return RowFactory.create(id, ImageRows.toRow("x", Image.ofFloats(shape, pixels)));
    }
}
