package io.sparcode.generation;

import static io.sparcode.generation.GenerationFixture.CODES;
import static io.sparcode.generation.GenerationFixture.DOUBLING;
import static io.sparcode.generation.GenerationFixture.HALVED;
import static io.sparcode.generation.GenerationFixture.IMAGES;
import static io.sparcode.generation.GenerationFixture.MEAN;
import static io.sparcode.generation.GenerationFixture.SHAPE;
import static io.sparcode.generation.GenerationFixture.VARIATIONAL;
import static io.sparcode.generation.GenerationFixture.code;
import static io.sparcode.generation.GenerationFixture.generator;
import static io.sparcode.generation.GenerationFixture.pixels;
import static io.sparcode.generation.GenerationFixture.refused;
import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.ml.SmallImages;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Images from one record to another, along a unit, and along a factor. */
class SequencesTest {
    @Test
    void interpolationGoesFromOneRecordToTheOtherByCodesAndByPixels() {
        List<Row> rows = generator(VARIATIONAL)
                .interpolate(IMAGES, new GenerateMode.Interpolate("images", "made/1", "made/2", 4))
                .orderBy("method", "step")
                .collectAsList();

        assertEquals(
                List.of("code", "code", "code", "code", "pixels", "pixels", "pixels", "pixels"),
                rows.stream().map(row -> row.getAs("method")).toList());
        assertArrayEquals(SmallImages.pixels(1), pixels(rows.get(4)));
        assertArrayEquals(SmallImages.pixels(2), pixels(rows.get(7)));
        byte[] third = pixels(rows.get(5));
        for (int i = 0; i < third.length; i++) {
            double mixed = (2 * (SmallImages.pixels(1)[i] & 0xff) + (SmallImages.pixels(2)[i] & 0xff)) / 3.0;
            assertEquals(mixed, third[i] & 0xff, 0.51);
        }
        List<Float> first = CODES.where("id = 'made/1'").select("code").first().getList(0);
        assertEquals(first, code(rows.get(0)));
        assertEquals(1.0, rows.get(3).<Double>getAs("position"));
        assertEquals(
                "from must be the id of a record, there is none of id nobody",
                refused(() -> generator(VARIATIONAL)
                        .interpolate(IMAGES, new GenerateMode.Interpolate("images", "nobody", "made/2", 4))));
    }

    @Test
    void interpolatedPixelsAreBroughtToTheSizeThatTheModelGives() throws UnreadableImageException {
        Row first = HALVED.where("id = 'made/1'").select("image_low").first().getStruct(0);

        List<Row> rows = generator(DOUBLING)
                .interpolate(HALVED, new GenerateMode.Interpolate("images", "made/1", "made/2", 3))
                .orderBy("method", "step")
                .collectAsList();

        assertEquals(6, rows.size());
        rows.forEach(row -> assertEquals(8, row.<Row>getAs("image").<Integer>getAs("height")));
        assertArrayEquals(
                new ImageTransform(SHAPE, ResizeFilter.BICUBIC)
                        .apply(ImageRows.toImage(first))
                        .pixels(),
                pixels(rows.get(3)));
    }

    @Test
    void walksChangeOneUnitBetweenItsQuantilesAndLeaveTheOthers() {
        List<Row> rows = generator(VARIATIONAL)
                .walk(CODES, new GenerateMode.Walk("codes", 2, new GenerateMode.Course("made/7", 5, 0.05, 0.95)))
                .orderBy("step")
                .collectAsList();
        List<Float> start = CODES.where("id = 'made/7'").select("code").first().getList(0);
        double[] exact = CODES.selectExpr("percentile(code[2], array(0.05, 0.95))").first().<Double>getList(0).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();

        assertEquals(5, rows.size());
        for (Row row : rows) {
            for (int unit = 0; unit < start.size(); unit++) {
                if (unit != 2) {
                    assertEquals(start.get(unit), code(row).get(unit));
                }
            }
            assertEquals(row.<Double>getAs("position"), code(row).get(2), 1e-6);
        }
        assertEquals(exact[0], rows.get(0).<Double>getAs("position"), 0.1);
        assertEquals(exact[1], rows.get(4).<Double>getAs("position"), 0.1);
        Dataset<Row> all = generator(VARIATIONAL).walk(CODES, new GenerateMode.Walk("codes", -1, MEAN));
        assertEquals(30, all.count());
        assertEquals(30, all.select("id").distinct().count());
        assertEquals(
                "unit must be 0 to 5, or -1 for all, was 6",
                refused(() -> generator(VARIATIONAL).walk(CODES, new GenerateMode.Walk("codes", 6, MEAN))));
        assertEquals(
                "from must be the id of an encoded record, there is none of id nobody",
                refused(() -> generator(VARIATIONAL)
                        .walk(CODES, new GenerateMode.Walk("codes", 0, new GenerateMode.Course("nobody", 3, 0, 1)))));
    }

    @Test
    void aFactorThatVariesLittleForItsSizeHasADirection() {
        Dataset<Row> timed = CODES.withColumn("seconds", expr("1.7e9 + 100 * code[0]"));

        assertEquals(0.01, generator(VARIATIONAL).direction(timed, "seconds").slopes()[0], 1e-6);
        Dataset<Row> unknown = CODES.withColumn("seconds", expr("cast(null as double)"));
        BadDataException refused = assertThrows(
                BadDataException.class, () -> generator(VARIATIONAL).direction(unknown, "seconds"));
        assertEquals("no encoded row has the factor seconds", refused.getMessage());
    }

    @Test
    void directionOfAFactorThatIsAUnitIsThatUnits() {
        FactorDirection direction = generator(VARIATIONAL).direction(CODES, "factors.known");
        List<Row> rows = generator(VARIATIONAL)
                .along(direction, CODES, new GenerateMode.Direction("codes", "factors.known", MEAN))
                .orderBy("step")
                .collectAsList();

        assertEquals(0.5, direction.slopes()[0], 1e-6);
        assertEquals(1, direction.determination(), 1e-4);
        assertTrue(direction.explained() > 0.02 && direction.explained() < 1, () -> "" + direction.explained());
        Row slope = CODES.selectExpr("regr_slope(code[3], factors.known)").first();
        assertEquals(slope.getDouble(0), direction.slopes()[3], 1e-6);
        assertEquals(5, rows.size());
        for (Row row : rows) {
            assertEquals((row.<Double>getAs("position") - 7) / 2, code(row).get(0), 1e-4);
        }
        assertEquals(
                "factor must vary over the encoded rows, factors.constant is 3.0 throughout",
                refused(() -> generator(VARIATIONAL).direction(CODES, "factors.constant")));
        assertTrue(refused(() -> generator(VARIATIONAL).direction(CODES, "factors.word"))
                .matches("factor must be a numeric column of the encoded rows, one of label, .*factors\\.known,"
                        + " factors\\.constant, was factors\\.word"));
    }
}
