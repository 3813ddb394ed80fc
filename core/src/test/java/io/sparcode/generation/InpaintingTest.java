package io.sparcode.generation;

import static io.sparcode.generation.GenerationFixture.CODES;
import static io.sparcode.generation.GenerationFixture.DENOISING;
import static io.sparcode.generation.GenerationFixture.IMAGES;
import static io.sparcode.generation.GenerationFixture.SHAPE;
import static io.sparcode.generation.GenerationFixture.TEST;
import static io.sparcode.generation.GenerationFixture.VARIATIONAL;
import static io.sparcode.generation.GenerationFixture.code;
import static io.sparcode.generation.GenerationFixture.errors;
import static io.sparcode.generation.GenerationFixture.generator;
import static io.sparcode.generation.GenerationFixture.pixels;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.GenerateMode;
import io.sparcode.image.Mask;
import io.sparcode.ml.SmallImages;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Records with a hole filled in. */
class InpaintingTest {
    @Test
    void holesAreFilledBetterThanByWhatIsAroundThemAndTheRestIsKept() {
        Mask mask = Mask.rectangle(SHAPE, 2, 2, 4, 4);
        GenerateMode.Inpaint options = new GenerateMode.Inpaint(
                "images", TEST, new GenerateMode.Hole("", 2, 2, 4, 4), new GenerateMode.Search(100, 0.1, 200, 3, 1));
        Dataset<Row> rows =
                generator(VARIATIONAL).inpaint(IMAGES, mask, options).cache();
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

        List<Row> rows = generator(DENOISING)
                .inpaint(IMAGES, mask, options)
                .where("method = 'model'")
                .collectAsList();

        assertEquals(20, rows.size());
        rows.forEach(row -> code(row).forEach(unit -> assertTrue(unit >= 0, () -> "a rectified unit is " + unit)));
    }

    @Test
    void recordsAreNoStartsOfTheirOwn() {
        Mask mask = Mask.rectangle(SHAPE, 2, 2, 4, 4);
        for (String split : List.of("train", "")) {
            GenerateMode.Inpaint options = new GenerateMode.Inpaint(
                    "images",
                    new GenerateMode.Records(split, 60, 1),
                    new GenerateMode.Hole("", 2, 2, 4, 4),
                    new GenerateMode.Search(4, 1e-12, 10_000, 1, 0));

            List<Row> rows = generator(VARIATIONAL)
                    .inpaint(IMAGES, mask, options)
                    .where("method = 'model'")
                    .join(CODES.select(col("id").as("source"), col("code")), "source")
                    .collectAsList();

            assertEquals(60, rows.size());
            for (Row row : rows) {
                List<Float> own = row.getList(row.fieldIndex("code"));
                double distance = 0;
                for (int unit = 0; unit < own.size(); unit++) {
                    distance += Math.abs(own.get(unit) - code(row).get(unit));
                }
                double found = distance;
                assertTrue(found > 1e-4, () -> row.getAs("source") + " is " + found + " from its own code");
            }
        }
    }

    @Test
    void theOnlyTrainingRecordLearnsNothingOfItself() {
        Dataset<Row> alone = IMAGES.where("id = 'made/1'");

        Row training = model(alone, "train");
        Row untrained = model(alone.withColumn("split", lit("test")), "test");

        assertEquals(code(untrained), code(training));
    }

    private static Row model(Dataset<Row> images, String split) {
        GenerateMode.Inpaint options = new GenerateMode.Inpaint(
                "images",
                new GenerateMode.Records(split, 0, 1),
                new GenerateMode.Hole("", 2, 2, 4, 4),
                new GenerateMode.Search(4, 1e-12, 1, 1, 0));
        return generator(VARIATIONAL)
                .inpaint(images, Mask.rectangle(SHAPE, 2, 2, 4, 4), options)
                .where("method = 'model'")
                .first();
    }
}
