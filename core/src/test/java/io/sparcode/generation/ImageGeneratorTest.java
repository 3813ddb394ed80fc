package io.sparcode.generation;

import static io.sparcode.generation.GenerationFixture.code;
import static io.sparcode.generation.GenerationFixture.generator;
import static io.sparcode.generation.GenerationFixture.pixels;
import static io.sparcode.generation.GenerationFixture.refused;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.GenerateMode;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images from codes: drawn, given, between two records, and along units and factors. */
class ImageGeneratorTest {
    private static final GenerateMode.Course MEAN = new GenerateMode.Course("", 5, 0.05, 0.95);

    private static Dataset<Row> images;
    private static AutoencoderModel variational;
    private static AutoencoderModel denoising;
    private static Dataset<Row> codes;

    @BeforeAll
    static void train() {
        images = SmallImages.frame(600).cache();
        variational = GenerationFixture.variational(images);
        denoising = GenerationFixture.denoising(images);
        codes = variational
                .setImportanceSamples(0)
                .transform(images)
                .drop("image")
                .withColumn(
                        "factors",
                        struct(
                                element_at(col("code"), 1).multiply(2).plus(7).as("known"),
                                lit(3).as("constant"),
                                lit("text").as("word")))
                .cache();
    }

    @Test
    void drawsFromThePriorFollowFromTheSeedAndDifferFromEachOther() {
        List<Row> drawn = generator(variational)
                .sample(new GenerateMode.Sample(50, 4))
                .orderBy("id")
                .collectAsList();
        List<Row> fewer = generator(variational)
                .sample(new GenerateMode.Sample(10, 4))
                .orderBy("id")
                .collectAsList();

        assertEquals(50, drawn.size());
        assertEquals(
                drawn.subList(0, 10).stream().map(GenerationFixture::code).toList(),
                fewer.stream().map(GenerationFixture::code).toList());
        assertArrayEquals(pixels(drawn.get(3)), pixels(fewer.get(3)));
        assertEquals(
                50,
                drawn.stream()
                        .map(row -> Arrays.hashCode(pixels(row)))
                        .distinct()
                        .count());
        double mean = drawn.stream()
                .flatMap(row -> code(row).stream())
                .mapToDouble(Float::doubleValue)
                .average()
                .orElseThrow();
        assertEquals(0, mean, 0.2);
        assertEquals("prior#0000000", drawn.get(0).getAs("id"));
        assertEquals("train", drawn.get(0).getAs("split"));
    }

    @Test
    void decodedCodesOfRecordsAreTheirReconstructions() {
        Dataset<Row> decoded = generator(variational).decode(codes);
        Dataset<Row> rebuilt = generator(variational)
                .denoise(images, new GenerateMode.Denoise("images", new GenerateMode.Records("", 0, 0), false));

        Dataset<Row> both = decoded.select(col("id"), col("image.data").as("decoded"))
                .join(rebuilt.select(col("source").as("id"), col("image.data").as("rebuilt")), "id");

        assertEquals(600, both.count());
        for (Row row : both.limit(50).collectAsList()) {
            byte[] first = row.getAs("decoded");
            byte[] second = row.getAs("rebuilt");
            for (int i = 0; i < first.length; i++) {
                assertEquals(first[i] & 0xff, second[i] & 0xff, 1);
            }
        }
        Row errors =
                rebuilt.agg(functions.avg("mse"), functions.first("method")).first();
        double wanted = codes.agg(functions.avg("reconstruction_mse")).first().getDouble(0);
        assertEquals(wanted, errors.getDouble(0), 1e-4);
        assertEquals("denoised", errors.getString(1));
    }

    @Test
    void codesWithoutIdsAreNumbered() {
        List<Row> decoded = generator(variational)
                .decode(codes.select("code").limit(3))
                .orderBy("id")
                .collectAsList();

        assertEquals(
                List.of("code#0000000", "code#0000001", "code#0000002"),
                decoded.stream().map(row -> row.getAs("id")).toList());
    }

    @Test
    void interpolationGoesFromOneRecordToTheOtherByCodesAndByPixels() {
        List<Row> rows = generator(variational)
                .interpolate(images, new GenerateMode.Interpolate("images", "made/1", "made/2", 4))
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
        List<Float> first = codes.where("id = 'made/1'").select("code").first().getList(0);
        assertEquals(first, code(rows.get(0)));
        assertEquals(1.0, rows.get(3).<Double>getAs("position"));
        assertEquals(
                "from must be the id of a record, there is none of id nobody",
                refused(() -> generator(variational)
                        .interpolate(images, new GenerateMode.Interpolate("images", "nobody", "made/2", 4))));
    }

    @Test
    void walksChangeOneUnitBetweenItsQuantilesAndLeaveTheOthers() {
        List<Row> rows = generator(variational)
                .walk(codes, new GenerateMode.Walk("codes", 2, new GenerateMode.Course("made/7", 5, 0.05, 0.95)))
                .orderBy("step")
                .collectAsList();
        List<Float> start = codes.where("id = 'made/7'").select("code").first().getList(0);
        double[] exact = codes.selectExpr("percentile(code[2], array(0.05, 0.95))").first().<Double>getList(0).stream()
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
        Dataset<Row> all = generator(variational).walk(codes, new GenerateMode.Walk("codes", -1, MEAN));
        assertEquals(30, all.count());
        assertEquals(30, all.select("id").distinct().count());
        assertEquals(
                "unit must be 0 to 5, or -1 for all, was 6",
                refused(() -> generator(variational).walk(codes, new GenerateMode.Walk("codes", 6, MEAN))));
        assertEquals(
                "from must be the id of an encoded record, there is none of id nobody",
                refused(() -> generator(variational)
                        .walk(codes, new GenerateMode.Walk("codes", 0, new GenerateMode.Course("nobody", 3, 0, 1)))));
    }

    @Test
    void directionOfAFactorThatIsAUnitIsThatUnits() {
        FactorDirection direction = generator(variational).direction(codes, "factors.known");
        List<Row> rows = generator(variational)
                .along(direction, codes, new GenerateMode.Direction("codes", "factors.known", MEAN))
                .orderBy("step")
                .collectAsList();

        assertEquals(0.5, direction.slopes()[0], 1e-6);
        assertEquals(1, direction.determination(), 1e-4);
        assertTrue(direction.explained() > 0.02 && direction.explained() < 1, () -> "" + direction.explained());
        Row slope = codes.selectExpr("regr_slope(code[3], factors.known)").first();
        assertEquals(slope.getDouble(0), direction.slopes()[3], 1e-6);
        assertEquals(5, rows.size());
        for (Row row : rows) {
            assertEquals((row.<Double>getAs("position") - 7) / 2, code(row).get(0), 1e-4);
        }
        assertEquals(
                "factor must vary over the encoded rows, factors.constant is 3.0 throughout",
                refused(() -> generator(variational).direction(codes, "factors.constant")));
        assertTrue(refused(() -> generator(variational).direction(codes, "factors.word"))
                .matches("factor must be a numeric column of the encoded rows, one of label, .*factors\\.known,"
                        + " factors\\.constant, was factors\\.word"));
    }

    @Test
    void onlyVariationalModelsAreDrawnFrom() {
        assertEquals(
                "sample needs a model whose code is a variational layer's, which has a prior to draw from; this one's is"
                        + " not",
                refused(() -> generator(denoising).sample(new GenerateMode.Sample(1, 0))));
    }

    @Test
    void codesOfAnotherModelAreRefused() {
        assertEquals(
                "codes must be of the model that decodes them: they have 6 values, the model's [24]",
                refused(() -> generator(denoising).walk(codes, new GenerateMode.Walk("codes", 0, MEAN))));
        assertTrue(
                refused(() -> generator(denoising).decode(images)).startsWith("codes must have a column code, has "));
    }
}
