package io.sparcode.analysis;

import static io.sparcode.analysis.CodesFixture.UNITS;
import static io.sparcode.analysis.CodesFixture.analyzer;
import static io.sparcode.analysis.CodesFixture.encoded;
import static io.sparcode.analysis.CodesFixture.images;
import static io.sparcode.analysis.CodesFixture.ofCodesAlone;
import static io.sparcode.analysis.CodesFixture.options;
import static io.sparcode.analysis.CodesFixture.whole;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.BadDataException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeAnalyzerTest {
    @TempDir
    Path folder;

    @Test
    void everyFigureIsThereWhereLabelsImagesAndFactorsAre() {
        Analysis figures = whole().figures();

        assertEquals(300, figures.records());
        assertEquals(Map.of("train", 240L, "test", 60L), figures.splits());
        assertEquals(Map.of(0, 100L, 1, 100L, 2, 100L), figures.labels());
        assertEquals(UNITS, figures.codeSize());
        assertTrue(figures.units().get(3).dead());
        assertEquals(1, figures.units().get(3).zeros());
        assertEquals(List.of(100L, 100L, 100L), figures.clustering().sizes());
        assertEquals(1, figures.clustering().adjustedMutualInformation(), 1e-9);
        assertEquals("test", figures.baseline().split());
        assertEquals(UNITS, figures.baseline().components());
        assertEquals(
                figures.baseline().modelError() / figures.baseline().error(),
                figures.baseline().ratio());
        assertEquals(90, figures.neighbourhoods().records());
        assertEquals(
                List.of("code", "pca", "pixels"),
                figures.probes().stream().map(Probe::features).toList());
        for (Probe probe : figures.probes()) {
            assertEquals(1, probe.linearAccuracy(), probe.features());
            assertEquals(1, probe.neighbourAccuracy(), probe.features());
            assertEquals(150, probe.trainingRecords());
            assertEquals(60, probe.testRecords());
        }
        assertEquals(3, figures.detections().size());
        for (Detection detection : figures.detections()) {
            assertEquals(new Detection(detection.score(), 1, 1, 40, 20), detection);
        }
        Disentanglement.Factor kind = figures.disentanglement().factors().get(0);
        assertEquals("kind", kind.name());
        assertEquals(0, kind.unit());
        assertEquals(Math.log(3), kind.entropy(), 1e-9);
        assertEquals(Math.log(3), kind.mutualInformation().get(0), 1e-9);
        assertTrue(kind.gap() > 0.8, kind::toString);
        assertEquals(1, figures.disentanglement().factors().get(1).unit());
    }

    @Test
    void quantilesAreOverAllAndForEachLabel() {
        Analysis figures = ofCodesAlone().figures();

        List<ScoreQuantiles> errors = figures.scores().stream()
                .filter(score -> score.score().equals("reconstruction_mse"))
                .toList();
        assertEquals(4, errors.size());
        assertNull(errors.get(0).label());
        assertEquals(300, errors.get(0).count());
        assertEquals(0, errors.get(0).quantiles().get(0));
        assertEquals(10 + 299 / 300.0, errors.get(0).quantiles().get(8), 1e-12);
        assertEquals(2, errors.get(3).label());
        assertEquals(100, errors.get(3).count());
        assertEquals(10 + 2 / 300.0, errors.get(3).quantiles().get(0), 1e-12);
        assertEquals(
                300,
                figures.histogram().counts().stream().mapToLong(count -> count).sum());
        assertEquals(10 + 149 / 300.0, figures.histogram().threshold(), 1e-12);
        assertEquals(50, figures.histogram().marked());
    }

    @Test
    void whatHasNoTableOfItsOwnIsInTheTableOfFigures() {
        Analysis figures = whole().figures();

        Map<String, Object> values = new HashMap<>();
        for (Row row : AnalysisTables.figures(LocalSpark.session(), figures).collectAsList()) {
            values.put(row.getString(0), row.isNullAt(1) ? row.getString(2) : row.getDouble(1));
        }

        assertEquals(300.0, values.get("/records"));
        assertEquals(figures.dimension().participationRatio(), values.get("/dimension/participation-ratio"));
        assertEquals(figures.baseline().ratio(), values.get("/baseline/ratio"));
        assertEquals("pca", values.get("/probes/1/features"));
        assertEquals(figures.probes().get(1).neighbourAccuracy(), values.get("/probes/1/neighbour-accuracy"));
        assertEquals(50.0, values.get("/histogram/marked"));
        assertTrue(values.keySet().stream().noneMatch(figure -> figure.startsWith("/units")));
    }

    @Test
    void recordsAreRankedByTheirError() {
        AnalyzedCodes codes = ofCodesAlone();

        assertEquals(100, codes.mostAnomalous().size());
        assertEquals("r00299", codes.mostAnomalous().get(0).id());
        assertEquals(1, codes.mostAnomalous().get(0).rank());
        assertEquals("r00000", codes.leastAnomalous().get(0).id());
    }

    @Test
    void theMapHasAllRecordsAndTheSampleOnAllMaps() {
        AnalyzedCodes codes = ofCodesAlone();

        Dataset<Row> map = codes.map();
        assertEquals(
                List.of("id", "label", "split", "cluster", "pca_x", "pca_y", "tsne_x", "tsne_y", "umap_x", "umap_y"),
                List.of(map.columns()));
        assertEquals(300, map.count());
        assertEquals(100, map.where("tsne_x is not null and umap_y is not null").count());
        assertEquals(100, codes.sample().size());
        assertEquals(0, map.where("pca_x is null or cluster is null").count());
    }

    @Test
    void everyColumnOfTheMapSaysInItsFileWhatItIs() {
        String file = folder.resolve("map").toString();
        ofCodesAlone().map().write().parquet(file);

        for (StructField field :
                LocalSpark.session().read().parquet(file).schema().fields()) {
            assertTrue(field.getComment().isDefined(), field.name());
        }
    }

    @Test
    void withoutLabelsImagesScoresAndSplitsThereIsWhatCanBeSaidOfCodesAlone() {
        AnalyzedCodes codes = analyzer().analyze(encoded(40).select("id", "code"));

        Analysis figures = codes.figures();
        assertEquals(Map.of(), figures.labels());
        assertNull(figures.clustering().adjustedMutualInformation());
        assertNull(figures.baseline());
        assertNull(figures.neighbourhoods());
        assertNull(figures.histogram());
        assertEquals(List.of(), figures.probes());
        assertEquals(List.of(), figures.scores());
        assertEquals(List.of(), codes.mostAnomalous());
        assertEquals(40, codes.map().count());
        assertEquals(0, AnalysisTables.anomalies(LocalSpark.session(), codes).count());
    }

    @Test
    void codesThatAreAllTheSameGiveNullInJsonAndNoNaN() {
        Dataset<Row> same = encoded(6).selectExpr("id", "label", "array(float(1), float(2)) as code");

        AnalyzedCodes codes = analyzer().analyze(same);

        String json = AnalysisJson.write(codes.figures());
        assertFalse(json.contains("NaN"), json);
        assertTrue(json.contains("\"participation-ratio\" : null"), json);
        assertTrue(json.contains("\"clustering\" : null"), json);
        assertEquals(codes.figures(), AnalysisJson.read(json));
        assertEquals(6, codes.map().count());
    }

    @Test
    void fewerRecordsThanClustersAndNeighboursAreEnough() {
        Analysis figures = analyzer().analyze(encoded(2), images(2), "image").figures();

        assertEquals(2, figures.records());
        assertNull(figures.baseline());
        assertNull(figures.neighbourhoods());
    }

    @Test
    void errorsOfOtherImagesAreNotComparedWithPrincipalComponents() {
        Analysis figures =
                analyzer().analyzeWithTarget(encoded(60), images(60), "image").figures();

        assertNull(figures.baseline());
        assertEquals(3, figures.probes().size());
    }

    @Test
    void principalComponentsAreFittedToWhatTheModelWasTrainedOn() {
        PixelBaseline ofOneLabel = new CodeAnalyzer(options(), Set.of(0))
                .analyze(encoded(300), images(300), "image")
                .figures()
                .baseline();

        Dataset<Row> withoutOthers = encoded(300).where("label = 0");
        PixelBaseline ofThoseAlone = analyzer()
                .analyze(withoutOthers, images(300), "image")
                .figures()
                .baseline();
        PixelBaseline ofAll = whole().figures().baseline();
        assertEquals(ofThoseAlone.error(), ofOneLabel.error(), 1e-12);
        assertEquals(ofThoseAlone.modelError(), ofOneLabel.modelError(), 1e-12);
        assertTrue(ofAll.error() > 1.1 * ofOneLabel.error(), ofOneLabel + " and " + ofAll);
    }

    @Test
    void recordsWithoutAnImageAreLeftOutOfWhatNeedsOne() {
        Dataset<Row> some = images(300).where("id < 'r00200'");

        Analysis figures = analyzer().analyze(encoded(300), some, "image").figures();
        assertEquals(
                List.of(60L, 40L, 40L),
                figures.probes().stream().map(Probe::testRecords).toList());
        Analysis ofTraining = analyzer()
                .analyze(
                        encoded(300).where("id < 'r00200' or split = 'test'"),
                        some.where("cast(substr(id, 2) as int) % 5 <> 4"),
                        "image")
                .figures();
        assertEquals(
                List.of("code"),
                ofTraining.probes().stream().map(Probe::features).toList());
        assertNull(ofTraining.baseline());
    }

    @Test
    void imagesThatAreAllTheSameHaveNoBaseline() {
        Dataset<Row> black = images(60)
                .withColumn(
                        "image",
                        expr("struct(image.origin, image.height, image.width, image.nChannels,"
                                + " image.mode, cast('000000' as binary) as data)"));

        assertNull(analyzer().analyze(encoded(60), black, "image").figures().baseline());
    }

    @Test
    void labelsThatAreNoClassesAreLeftOut() {
        Dataset<Row> many = encoded(10_050).withColumn("label", expr("cast(substr(id, 2) as int)"));

        Analysis figures = analyzer().analyze(many).figures();
        assertEquals(Map.of(), figures.labels());
        assertEquals(List.of(), figures.probes());
        assertNull(figures.clustering().adjustedMutualInformation());
        assertEquals(3, figures.scores().size());
    }

    @Test
    void vectorsAreCodesToo() {
        Dataset<Row> vectors = encoded(60).withColumn("code", functions.array_to_vector(col("code")));

        assertEquals(UNITS, analyzer().analyze(vectors).figures().codeSize());
    }

    @Test
    void sameSeedSameFiguresButForTheOrderOfSparksSums() {
        Analysis again = analyzer(2).analyze(encoded(300), images(300), "image").figures();

        assertEquals(rounded(whole().figures()), rounded(again));
    }

    private static String rounded(Analysis figures) {
        String json = AnalysisJson.write(figures);
        return Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?")
                .matcher(json)
                .replaceAll(number -> String.format("%.9f", Double.parseDouble(number.group())));
    }

    @Test
    void aMissingColumnIsNamed() {
        BadDataException missing = assertThrows(
                BadDataException.class, () -> analyzer().analyze(encoded(5).drop("code")));
        assertTrue(missing.getMessage().startsWith("encoded rows have no column code; columns are [id, label"));

        BadDataException image =
                assertThrows(BadDataException.class, () -> analyzer().analyze(encoded(5), images(5), "image_low"));
        assertEquals("image rows have no column image_low; columns are [id, image]", image.getMessage());
    }

    @Test
    void anomalousLabelsThatNoRecordHasAreRefused() {
        BadDataException refused =
                assertThrows(BadDataException.class, () -> analyzer(8).analyze(encoded(9)));

        assertEquals(
                "anomalous labels [8] must be some of the records' labels and not all of them, which are [0, 1, 2]"
                        + " (analyze.anomalous-labels)",
                refused.getMessage());
    }

    @Test
    void noRowsAreRefused() {
        assertThrows(BadDataException.class, () -> analyzer().analyze(encoded(5).where("false")));
    }
}
