package io.sparcode.generation;

import static io.sparcode.generation.GenerationFixture.CODES;
import static io.sparcode.generation.GenerationFixture.DENOISING;
import static io.sparcode.generation.GenerationFixture.IMAGES;
import static io.sparcode.generation.GenerationFixture.MEAN;
import static io.sparcode.generation.GenerationFixture.VARIATIONAL;
import static io.sparcode.generation.GenerationFixture.code;
import static io.sparcode.generation.GenerationFixture.generator;
import static io.sparcode.generation.GenerationFixture.pixels;
import static io.sparcode.generation.GenerationFixture.refused;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.BadDataException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** Images of codes that are drawn or given. */
class DecodedCodesTest {
    @Test
    void drawsFromThePriorFollowFromTheSeedAndDifferFromEachOther() {
        List<Row> drawn = generator(VARIATIONAL)
                .sample(new GenerateMode.Sample(50, 4))
                .orderBy("id")
                .collectAsList();
        List<Row> fewer = generator(VARIATIONAL)
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
        Dataset<Row> decoded = generator(VARIATIONAL).decode(CODES);
        Dataset<Row> rebuilt = generator(VARIATIONAL)
                .denoise(IMAGES, new GenerateMode.Denoise("images", new GenerateMode.Records("", 0, 0), false));

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
        double wanted = CODES.agg(functions.avg("reconstruction_mse")).first().getDouble(0);
        assertEquals(wanted, errors.getDouble(0), 1e-4);
        assertEquals("denoised", errors.getString(1));
    }

    @Test
    void codesWithoutIdsAreNumbered() {
        List<Row> decoded = generator(VARIATIONAL)
                .decode(CODES.select("code").limit(3))
                .orderBy("id")
                .collectAsList();

        assertEquals(
                List.of("code#0000000", "code#0000001", "code#0000002"),
                decoded.stream().map(row -> row.getAs("id")).toList());
        assertTrue(decoded.stream().allMatch(row -> row.getAs("source") == null), decoded::toString);
    }

    @Test
    void idsThatAreNumbersAndCodesThatAreVectorsAreReadToo() {
        Dataset<Row> numbered = CODES.select(
                col("label").cast("long").as("id"),
                col("code"),
                org.apache.spark.ml.functions.array_to_vector(col("code")).as("vector"));
        Dataset<Row> vectors = numbered.drop("code").withColumnRenamed("vector", "code");
        List<Row> ofArrays = decoded(numbered);
        List<Row> ofVectors = decoded(vectors);

        assertEquals(600, ofVectors.size());
        for (int i = 0; i < ofArrays.size(); i++) {
            assertEquals(ofArrays.get(i).<String>getAs("id"), ofVectors.get(i).<String>getAs("id"));
            assertEquals(code(ofArrays.get(i)), code(ofVectors.get(i)));
            assertArrayEquals(pixels(ofArrays.get(i)), pixels(ofVectors.get(i)));
        }
        assertEquals(
                3,
                generator(VARIATIONAL)
                        .walk(
                                vectors,
                                new GenerateMode.Walk(
                                        "codes",
                                        0,
                                        new GenerateMode.Course(ofVectors.get(0).getAs("id"), 3, 0.1, 0.9)))
                        .count());
    }

    private static List<Row> decoded(Dataset<Row> codes) {
        return generator(VARIATIONAL)
                .decode(codes)
                .orderBy(col("id"), col("decoded_code"))
                .collectAsList();
    }

    @Test
    void onlyVariationalModelsAreDrawnFrom() {
        assertEquals(
                "sample needs a model whose code is a variational layer's, which has a prior to draw from; this one's is"
                        + " not",
                refused(() -> generator(DENOISING).sample(new GenerateMode.Sample(1, 0))));
    }

    @Test
    void codesOfAnotherModelAreRefused() {
        assertEquals(
                "codes must be of the model that decodes them: they have 6 values, the model's [24]",
                refused(() -> generator(DENOISING).walk(CODES, new GenerateMode.Walk("codes", 0, MEAN))));
        assertEquals(
                "encoded rows have no column code; columns are [id, label, split, image]",
                assertThrows(BadDataException.class, () -> generator(DENOISING).decode(IMAGES))
                        .getMessage());
        assertEquals(
                "column code is of type string; an array of numbers or a Spark ML vector is needed",
                assertThrows(
                                BadDataException.class,
                                () -> generator(DENOISING).decode(IMAGES.withColumn("code", col("id"))))
                        .getMessage());
    }
}
