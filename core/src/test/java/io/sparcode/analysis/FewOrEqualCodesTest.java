package io.sparcode.analysis;

import static io.sparcode.analysis.CodesFixture.analyzer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Records so few, or so alike, that some figures would mean nothing: those are null, and a note says why. */
class FewOrEqualCodesTest {
    private static final String SAME_CODES =
            "all codes are the same but for rounding: no dimensions, no clusters, and no maps by t-SNE and UMAP";
    private static final StructType ENCODED = new StructType()
            .add("id", DataTypes.StringType)
            .add("label", DataTypes.IntegerType)
            .add("split", DataTypes.StringType)
            .add("code", DataTypes.createArrayType(DataTypes.FloatType, false))
            .add("reconstruction_mse", DataTypes.DoubleType)
            .add("factors", new StructType().add("kind", DataTypes.IntegerType));

    private static Dataset<Row> encoded(int count, IntFunction<Integer> label, IntFunction<float[]> code) {
        List<Row> rows = IntStream.range(0, count)
                .mapToObj(i -> RowFactory.create(
                        CodesFixture.id(i), label.apply(i), "train", code.apply(i), 0.25, RowFactory.create(i % 3)))
                .toList();
        return LocalSpark.session().createDataFrame(rows, ENCODED).coalesce(2);
    }

    private static Dataset<Row> images(int count, IntFunction<byte[]> pixels) {
        List<Row> rows = IntStream.range(0, count)
                .mapToObj(i -> RowFactory.create(
                        CodesFixture.id(i), ImageRows.toRow("x", new Image(new ImageShape(1, 3, 1), pixels.apply(i)))))
                .toList();
        StructType schema = new StructType().add("id", DataTypes.StringType).add("image", ImageSchema.columnSchema());
        return LocalSpark.session().createDataFrame(rows, schema).coalesce(2);
    }

    private static float[] varied(int i) {
        return new float[] {i, (i * 7) % 5};
    }

    private static byte[] pixels(int i) {
        return new byte[] {(byte) (20 * i), (byte) (i * i), 7};
    }

    private static Integer kind(int i) {
        return i % 2;
    }

    private static AnalyzedCodes analyzed(Dataset<Row> encoded, Dataset<Row> images) {
        AnalyzedCodes codes = analyzer().analyze(encoded, images, "image");
        Analysis figures = codes.figures();
        String json = AnalysisJson.write(figures);
        assertFalse(json.contains("NaN") || json.contains("Infinity"), json);
        assertEquals(figures, AnalysisJson.read(json));
        List<Row> map = codes.map().collectAsList();
        assertEquals(figures.records(), map.size());
        for (Row row : map) {
            assertTrue(
                    IntStream.range(0, row.size())
                            .mapToObj(row::get)
                            .noneMatch(value -> value instanceof Double number && !Double.isFinite(number)),
                    row::toString);
        }
        return codes;
    }

    @Test
    void oneRecordHasNoDimensionsClustersMapsOrNeighbourhoods() {
        AnalyzedCodes codes = analyzed(
                encoded(1, FewOrEqualCodesTest::kind, FewOrEqualCodesTest::varied),
                images(1, FewOrEqualCodesTest::pixels));

        Analysis figures = codes.figures();
        assertEquals(new EffectiveDimension(Double.NaN, null, null, List.of()), figures.dimension());
        assertNull(figures.clustering());
        assertNull(figures.neighbourhoods());
        assertNull(figures.baseline());
        assertEquals(List.of(1L), figures.histogram().counts());
        assertTrue(Double.isNaN(figures.disentanglement().mutualInformationGap()));
        assertEquals(
                0,
                codes.map().where("cluster is not null or tsne_x is not null").count());
        assertEquals(
                List.of(
                        "there is one record: no dimensions, no clusters, and no maps by t-SNE and UMAP",
                        "there is no mutual information gap: no factor varies",
                        "there is no baseline: records have no errors, principal components leave none, or there are fewer"
                                + " pixels or training images than a code has values",
                        "there are no neighbourhoods: they need 4 records with images, and have 1",
                        "there are no probes: the records to fit them to have one label"),
                figures.notes());
    }

    @Test
    void twoAndThreeRecordsHaveDimensionsAndClustersAndNoNeighbourhoods() {
        for (int count = 2; count <= 3; count++) {
            Analysis figures = analyzed(
                            encoded(count, i -> null, FewOrEqualCodesTest::varied),
                            images(count, FewOrEqualCodesTest::pixels))
                    .figures();

            assertEquals(count, figures.clustering().clusters());
            assertTrue(figures.dimension().participationRatio() >= 1);
            assertNull(figures.neighbourhoods());
            assertTrue(
                    figures.notes()
                            .containsAll(List.of(
                                    "no record has a label: no probes, and clusters are not compared with labels",
                                    "there are no maps by t-SNE and UMAP: they need 4 records, and have " + count,
                                    "there are no neighbourhoods: they need 4 records with images, and have " + count)),
                    figures.notes()::toString);
        }
    }

    @Test
    void codesThatDifferByRoundingAloneCountAsTheSame() {
        // 0.3 and the two floats next above it, at 1,000 and at a thousandth of that.
        Analysis figures = analyzed(
                        encoded(12, FewOrEqualCodesTest::kind, i ->
                                new float[] {300 + i % 3 * Math.ulp(300f), 0.3f, 3e-4f + i % 2 * Math.ulp(3e-4f)}),
                        images(12, FewOrEqualCodesTest::pixels))
                .figures();

        assertEquals(new EffectiveDimension(Double.NaN, null, null, List.of()), figures.dimension());
        assertTrue(figures.units().stream().allMatch(unit -> unit.dead() && unit.variance() == 0));
        assertNull(figures.clustering());
        assertNull(figures.neighbourhoods());
        assertEquals(0, figures.disentanglement().mutualInformationGap());
        assertEquals(
                List.of("pca", "pixels"),
                figures.probes().stream().map(Probe::features).toList());
        assertTrue(
                figures.notes()
                        .containsAll(List.of(
                                SAME_CODES,
                                "there are no neighbourhoods: the codes that they are of are all the same",
                                "there is no probe on code: its values are the same for all records to fit it to")),
                figures.notes()::toString);
    }

    @Test
    void aUnitThatIsTheSameForAllRecordsAddsNothingToTheOthers() {
        // The first unit's rounding has a greater variance than all that the second says.
        Analysis figures = analyzed(
                        encoded(12, FewOrEqualCodesTest::kind, i ->
                                new float[] {1e6f + i % 3 * Math.ulp(1e6f), 0.001f * i}),
                        images(12, FewOrEqualCodesTest::pixels))
                .figures();

        assertEquals(1, figures.dimension().participationRatio(), 1e-12);
        assertEquals(List.of(1.0, 0.0), figures.dimension().varianceShares());
        assertTrue(figures.units().get(0).dead());
    }

    @Test
    void oneCodeThatDiffersFromTheOthersIsAClusterOfItsOwn() {
        AnalyzedCodes codes = analyzed(
                encoded(9, FewOrEqualCodesTest::kind, i -> new float[] {i == 4 ? 2 : 1}),
                images(9, FewOrEqualCodesTest::pixels));

        Analysis figures = codes.figures();
        assertEquals(
                List.of(1L, 8L), figures.clustering().sizes().stream().sorted().toList());
        assertEquals(1, figures.dimension().participationRatio(), 1e-12);
        assertNotNull(figures.neighbourhoods());
        assertEquals(
                9,
                codes.map()
                        .where("tsne_x is not null and umap_x is not null and pca_y = 0")
                        .count());
    }

    @Test
    void imagesThatAreAllTheSameHaveNoNeighbourhoodsAndOneLabelHasNoProbes() {
        Analysis figures = analyzed(
                        encoded(12, i -> 3, FewOrEqualCodesTest::varied), images(12, i -> new byte[] {9, 9, 9}))
                .figures();

        assertNull(figures.neighbourhoods());
        assertNull(figures.baseline());
        assertEquals(List.of(), figures.probes());
        assertEquals(0, figures.clustering().adjustedMutualInformation());
        assertTrue(
                figures.notes()
                        .containsAll(List.of(
                                "there are no neighbourhoods: the images that they are of are all the same",
                                "there are no probes: the records to fit them to have one label")),
                figures.notes()::toString);
    }

    @Test
    void codesThatAreNotFiniteAreRefused() {
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            Dataset<Row> codes = encoded(4, FewOrEqualCodesTest::kind, i -> new float[] {i, i == 2 ? value : 1});

            BadDataException refused =
                    assertThrows(BadDataException.class, () -> analyzer().analyze(codes));
            assertEquals("codes must be finite numbers; in column code some are not", refused.getMessage());
        }
    }

    @Test
    void spreadIsRoundingUpToTheLastFourDigitsOfAFloat() {
        float one = 1;
        assertTrue(Moments.areAlike(one, one + 8 * Math.ulp(one)));
        assertFalse(Moments.areAlike(one, one + 9 * Math.ulp(one)));
        assertTrue(Moments.areAlike(-0f, 0f));
        assertFalse(Moments.areAlike(0, Float.MIN_VALUE));
        assertFalse(Moments.areAlike(-1, 1));
        assertFalse(Moments.areAlike(Float.NaN, Float.NaN));
        assertTrue(new Points(Arrays.asList(new float[] {1, 5}, new float[] {1, 5})).areAllAlike());
        assertFalse(new Points(Arrays.asList(new float[] {1, 5}, new float[] {1, 6})).areAllAlike());
    }
}
