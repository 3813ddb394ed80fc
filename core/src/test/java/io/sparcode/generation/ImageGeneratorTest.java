package io.sparcode.generation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.config.GenerateMode;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Mask;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every mode with a tiny model of images that have one bright bar each. */
class ImageGeneratorTest {
    private static final ImageShape SHAPE = new ImageShape(SmallImages.SIDE, SmallImages.SIDE, 1);
    private static final GenerateMode.Course MEAN = new GenerateMode.Course("", 5, 0.05, 0.95);
    private static final GenerateMode.Records TEST = new GenerateMode.Records("test", 20, 1);

    private static Dataset<Row> images;
    private static AutoencoderModel variational;
    private static AutoencoderModel denoising;
    private static Dataset<Row> codes;

    @BeforeAll
    static void train() {
        images = SmallImages.frame(600).cache();
        variational = estimator("""
                        {"encoder": [{"type": "dense", "units": 48, "activation": "relu"},
                                     {"type": "variational", "units": 6}],
                         "decoder": [{"type": "dense", "units": 48, "activation": "relu"},
                                     {"type": "dense", "activation": "sigmoid"}],
                         "loss": "binary-cross-entropy"}""").setEpochs(40).fit(images);
        denoising = estimator("""
                        {"encoder": [{"type": "dense", "units": 24, "activation": "relu"}],
                         "decoder": [{"type": "dense", "activation": "sigmoid"}],
                         "corruptions": [{"type": "gaussian", "sigma": 0.3}]}""").setEpochs(20).fit(images);
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

    private static Autoencoder estimator(String architecture) {
        return SmallImages.estimator()
                .setArchitecture(architecture)
                .setNumWorkers(1)
                .setAveragingFrequency(100);
    }

    private static ImageGenerator generator(AutoencoderModel model) {
        return new ImageGenerator(LocalSpark.session(), model);
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
                drawn.subList(0, 10).stream().map(ImageGeneratorTest::code).toList(),
                fewer.stream().map(ImageGeneratorTest::code).toList());
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
    void denoisedImagesAreNearerToTheCleanOnesThanCorruptedOnes() {
        Dataset<Row> rows = generator(denoising).denoise(images, new GenerateMode.Denoise("images", TEST, true));
        Map<String, Double> errors = errors(rows, "mse");

        assertEquals(Set.of("denoised", "corrupted"), errors.keySet());
        assertTrue(errors.get("denoised") < errors.get("corrupted"), errors::toString);
        assertEquals(40, rows.count());
        assertEquals(20, rows.select("source").distinct().count());
        assertEquals(
                "corrupt = true needs a model with corruptions, and this one's model.corruptions is empty",
                refused(() -> generator(variational).denoise(images, new GenerateMode.Denoise("images", TEST, true))));
    }

    @Test
    void holesAreFilledBetterThanByWhatIsAroundThemAndTheRestIsKept() {
        Mask mask = Mask.rectangle(SHAPE, 2, 2, 4, 4);
        GenerateMode.Inpaint options = new GenerateMode.Inpaint(
                "images", TEST, new GenerateMode.Hole("", 2, 2, 4, 4), new GenerateMode.Search(100, 0.1, 200, 3, 1));
        Dataset<Row> rows =
                generator(variational).inpaint(images, mask, options).cache();
        Map<String, Double> errors = errors(rows, "hole_mse");

        assertEquals(Set.of("model", "telea", "navier-stokes"), errors.keySet());
        assertTrue(errors.get("model") < 0.8 * errors.get("telea"), errors::toString);
        assertTrue(errors.get("model") < 0.8 * errors.get("navier-stokes"), errors::toString);
        for (Row row : rows.collectAsList()) {
            byte[] original = SmallImages.pixels(
                    Integer.parseInt(row.<String>getAs("source").substring(5)));
            byte[] filled = pixels(row);
            double squares = 0;
            for (int i = 0; i < original.length; i++) {
                if (!mask.isHole(i)) {
                    assertEquals(original[i], filled[i]);
                }
                squares += Math.pow(((original[i] & 0xff) - (filled[i] & 0xff)) / 255.0, 2);
            }
            assertEquals(squares / original.length, row.<Double>getAs("mse"), 1e-9);
            assertEquals(squares / mask.holes(), row.<Double>getAs("hole_mse"), 1e-9);
            assertEquals(-10 * Math.log10(squares / original.length), row.<Double>getAs("psnr"), 1e-9);
        }
    }

    @Test
    void modelsWithoutAPriorAreInpaintedWithinTheRangeOfTheirCodes() {
        Mask mask = Mask.rectangle(SHAPE, 2, 2, 4, 4);
        GenerateMode.Inpaint options = new GenerateMode.Inpaint(
                "images", TEST, new GenerateMode.Hole("", 2, 2, 4, 4), new GenerateMode.Search(40, 0.1, 200, 3, 1));

        List<Row> rows = generator(denoising)
                .inpaint(images, mask, options)
                .where("method = 'model'")
                .collectAsList();

        assertEquals(20, rows.size());
        rows.forEach(row -> code(row).forEach(unit -> assertTrue(unit >= 0, () -> "a rectified unit is " + unit)));
    }

    @Test
    void upscaledImagesHaveTheTargetsSizeAndErrorsWhereThereIsATarget() {
        Dataset<Row> halved = images.withColumn(
                "image_low",
                functions
                        .udf(
                                (UDF1<Row, Row>) Halved::of,
                                images.schema().apply("image").dataType())
                        .apply(col("image")));
        AutoencoderModel model = estimator("""
                        {"encoder": [{"type": "dense", "units": 24, "activation": "relu"}],
                         "decoder": [{"type": "dense", "activation": "sigmoid"}]}""")
                .setInputCol("image_low")
                .setTargetCol("image")
                .setEpochs(30)
                .fit(halved);
        GenerateMode.Upscale options = new GenerateMode.Upscale("images", TEST);

        Dataset<Row> rows = generator(model).upscale(halved, options);
        Map<String, Double> errors = errors(rows, "mse");
        Dataset<Row> unknown = generator(model).upscale(halved.drop("image"), options);

        assertEquals(Set.of("upscaled", "bicubic"), errors.keySet());
        assertTrue(errors.get("upscaled") < errors.get("bicubic"), errors::toString);
        assertEquals(8, rows.select("image.height").distinct().first().getInt(0));
        assertEquals(40, unknown.where("mse is null").count());
        assertEquals(
                "upscale needs a model that gives another size than it takes, this one takes and gives [1, 8, 8]",
                refused(() -> generator(variational).upscale(images, options)));
        assertEquals(
                "inpaint needs a model that reconstructs its own input, this one gives column image",
                refused(() -> generator(model)
                        .inpaint(
                                halved,
                                Mask.rectangle(SHAPE, 0, 0, 1, 1),
                                new GenerateMode.Inpaint(
                                        "images",
                                        TEST,
                                        new GenerateMode.Hole("", 0, 0, 1, 1),
                                        new GenerateMode.Search(4, 0.1, 1, 0, 1)))));
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

    @Test
    void theSameRecordsAreChosenHoweverTheyAreDivided() {
        GenerateMode.Denoise options = new GenerateMode.Denoise("images", TEST, false);

        Set<Object> chosen = sources(generator(denoising).denoise(images, options));
        Set<Object> again = sources(generator(denoising).denoise(images.repartition(7), options));

        assertEquals(20, chosen.size());
        assertEquals(chosen, again);
        assertFalse(chosen.equals(sources(generator(denoising)
                .denoise(images, new GenerateMode.Denoise("images", new GenerateMode.Records("test", 20, 2), false)))));
    }

    private static Set<Object> sources(Dataset<Row> rows) {
        return new HashSet<>(rows.select("source").collectAsList().stream()
                .map(row -> row.get(0))
                .toList());
    }

    private static Map<String, Double> errors(Dataset<Row> rows, String column) {
        return rows.groupBy("method").avg(column).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getDouble(1)));
    }

    private static byte[] pixels(Row row) {
        return row.<Row>getAs("image").getAs("data");
    }

    private static List<Float> code(Row row) {
        return row.getList(row.fieldIndex("decoded_code"));
    }

    private static String refused(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
