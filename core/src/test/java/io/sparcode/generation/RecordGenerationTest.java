package io.sparcode.generation;

import static io.sparcode.generation.GenerationFixture.code;
import static io.sparcode.generation.GenerationFixture.generator;
import static io.sparcode.generation.GenerationFixture.pixels;
import static io.sparcode.generation.GenerationFixture.refused;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.GenerateMode;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Mask;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
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

/** Images from records: reconstructed, filled in and enlarged. */
class RecordGenerationTest {
    private static final ImageShape SHAPE = new ImageShape(SmallImages.SIDE, SmallImages.SIDE, 1);
    private static final GenerateMode.Records TEST = new GenerateMode.Records("test", 20, 1);

    private static Dataset<Row> images;
    private static AutoencoderModel variational;
    private static AutoencoderModel denoising;

    @BeforeAll
    static void train() {
        images = SmallImages.frame(600).cache();
        variational = GenerationFixture.variational(images).setImportanceSamples(0);
        denoising = GenerationFixture.denoising(images);
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
        AutoencoderModel model = GenerationFixture.estimator("""
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
}
