package io.sparcode.generation;

import static io.sparcode.generation.GenerationFixture.DENOISING;
import static io.sparcode.generation.GenerationFixture.DOUBLING;
import static io.sparcode.generation.GenerationFixture.HALVED;
import static io.sparcode.generation.GenerationFixture.IMAGES;
import static io.sparcode.generation.GenerationFixture.SHAPE;
import static io.sparcode.generation.GenerationFixture.TEST;
import static io.sparcode.generation.GenerationFixture.VARIATIONAL;
import static io.sparcode.generation.GenerationFixture.errors;
import static io.sparcode.generation.GenerationFixture.generator;
import static io.sparcode.generation.GenerationFixture.pixels;
import static io.sparcode.generation.GenerationFixture.refused;
import static io.sparcode.generation.GenerationFixture.sources;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.Mask;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.UnreadableImageException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Images of what a model gives for records. */
class ReconstructionsTest {
    @Test
    void denoisedImagesAreNearerToTheCleanOnesThanCorruptedOnes() {
        Dataset<Row> rows = generator(DENOISING).denoise(IMAGES, new GenerateMode.Denoise("images", TEST, true));
        Map<String, Double> errors = errors(rows, "mse");

        assertEquals(Set.of("denoised", "corrupted"), errors.keySet());
        assertTrue(errors.get("denoised") < errors.get("corrupted"), errors::toString);
        assertEquals(40, rows.count());
        assertEquals(20, rows.select("source").distinct().count());
        assertEquals(
                "corrupt = true needs a model with corruptions, and this one's model.corruptions is empty",
                refused(() -> generator(VARIATIONAL).denoise(IMAGES, new GenerateMode.Denoise("images", TEST, true))));
    }

    @Test
    void upscaledImagesHaveTheTargetsSizeAndErrorsWhereThereIsATarget() {
        GenerateMode.Upscale options = new GenerateMode.Upscale("images", TEST);

        Dataset<Row> rows = generator(DOUBLING).upscale(HALVED, options);
        Map<String, Double> errors = errors(rows, "mse");
        Dataset<Row> unknown = generator(DOUBLING).upscale(HALVED.drop("image"), options);

        assertEquals(Set.of("upscaled", "bicubic"), errors.keySet());
        assertTrue(errors.get("upscaled") < errors.get("bicubic"), errors::toString);
        assertEquals(8, rows.select("image.height").distinct().first().getInt(0));
        assertEquals(40, unknown.where("mse is null").count());
        assertEquals(
                "upscale needs a model that gives another size than it takes, this one takes and gives [1, 8, 8]",
                refused(() -> generator(VARIATIONAL).upscale(IMAGES, options)));
        assertEquals(
                "inpaint needs a model that reconstructs its own input, this one gives column image",
                refused(() -> generator(DOUBLING)
                        .inpaint(
                                HALVED,
                                Mask.rectangle(SHAPE, 0, 0, 1, 1),
                                new GenerateMode.Inpaint(
                                        "images",
                                        TEST,
                                        new GenerateMode.Hole("", 0, 0, 1, 1),
                                        new GenerateMode.Search(4, 0.1, 1, 0, 1)))));
    }

    @Test
    void corruptedRecordsOfAnotherSizeThanTheModelGivesAreBroughtToItAndHaveNoErrors() throws UnreadableImageException {
        ImageTransform resize = new ImageTransform(SHAPE, ResizeFilter.BICUBIC);

        List<Row> rows = generator(DOUBLING)
                .denoise(HALVED, new GenerateMode.Denoise("images", TEST, true))
                .join(HALVED.select(col("id").as("source"), col("image_low")), "source")
                .collectAsList();

        assertEquals(40, rows.size());
        for (Row row : rows) {
            assertEquals(64, pixels(row).length);
            if (row.<String>getAs("method").equals("denoised")) {
                assertTrue(row.<Double>getAs("mse") < 0.2, row::toString);
                continue;
            }
            assertTrue(row.isNullAt(row.fieldIndex("mse")));
            byte[] clean =
                    resize.apply(ImageRows.toImage(row.getAs("image_low"))).pixels();
            double sum = 0;
            for (int i = 0; i < clean.length; i++) {
                sum += Math.abs((clean[i] & 0xff) - (pixels(row)[i] & 0xff));
            }
            assertEquals(0, sum / clean.length, 3 * 0.05 * 255);
        }
    }

    @Test
    void theSameRecordsAreChosenHoweverTheyAreDivided() {
        GenerateMode.Denoise options = new GenerateMode.Denoise("images", TEST, false);

        Set<Object> chosen = sources(generator(DENOISING).denoise(IMAGES, options));
        Set<Object> again = sources(generator(DENOISING).denoise(IMAGES.repartition(7), options));

        assertEquals(20, chosen.size());
        assertEquals(chosen, again);
        assertFalse(chosen.equals(sources(generator(DENOISING)
                .denoise(IMAGES, new GenerateMode.Denoise("images", new GenerateMode.Records("test", 20, 2), false)))));
    }
}
