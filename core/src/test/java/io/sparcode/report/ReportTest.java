package io.sparcode.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What a report says of models whose records are not grey images of one size. */
class ReportTest {
    private static Autoencoder upscaling() {
        return SmallImages.estimator()
                .setArchitecture(SmallImages.UPSCALING)
                .setInputCol("low")
                .setTargetCol("image");
    }

    private static List<String> names(Report report) {
        return report.pictures().stream().map(Picture::name).toList();
    }

    private static String caption(Report report, String name) {
        return report.pictures().stream()
                .filter(picture -> picture.name().equals(name))
                .findFirst()
                .orElseThrow()
                .caption();
    }

    @Test
    void aTargetOfAnotherSizeIsShownBelowWhatIsMadeOfTheRecord() {
        Dataset<Row> images = SmallImages.withLow(ReportFixture.images());
        Report report = ReportFixture.of(upscaling().fit(images), images);

        assertTrue(report.html().contains("grey images of 4×4 pixels"));
        assertEquals(
                "Records of each label of the test split. Rows from the top: original, code, reconstruction, target.",
                caption(report, "reconstructions-1"));
        assertTrue(names(report).containsAll(List.of("best", "typical", "worst", "score-histogram")));
        assertTrue(report.html().contains("\"sheet\":{\"columns\":50,\"width\":8,\"height\":8}"));
        assertFalse(report.html().contains("Error against PCA"));
    }

    @Test
    void aTestSplitWithoutLabelsIsShownToo() {
        Dataset<Row> images =
                ReportFixture.images().withColumn("label", when(col("split").notEqual("test"), col("label")));
        Report report = ReportFixture.of(SmallImages.estimator().fit(images), images);

        assertTrue(caption(report, "reconstructions-1").startsWith("Records of the test split. Rows from the top: "));
        assertTrue(
                report.html()
                        .contains(
                                "<li>No record of the test split has a label: probes are asked about the validation split.</li>"));
    }

    @Test
    void codesWithoutErrorsOfRecordsWithoutTheTargetHaveAReportToo() {
        Dataset<Row> images = SmallImages.withLow(ReportFixture.images());
        AutoencoderModel model = upscaling().fit(images);
        Report report = ReportFixture.of(model, images.drop("image"));

        assertEquals(
                "Records of each label of the test split. Rows from the top: original, code, reconstruction.",
                caption(report, "reconstructions-1"));
        List<String> names = names(report);
        assertTrue(names.containsAll(List.of("kernels", "map-pca", "loss-curves")), names::toString);
        assertTrue(
                names.stream().noneMatch(List.of("best", "typical", "worst", "score-histogram")::contains),
                names::toString);
        String html = report.html();
        assertTrue(html.contains("There are no errors: the encoded rows had nothing"));
        assertTrue(html.contains("No record is marked, since there are no errors."));
        assertTrue(html.contains("\"sheet\":{\"columns\":50,\"width\":4,\"height\":4}"));
        assertFalse(html.contains("id=\"chart-histogram\""));
        assertFalse(html.contains("Reconstructed worst"));
        assertFalse(html.contains("Anomalies found"));
    }

    @Test
    void whatWasCorruptedIsShownSoAndTheRecordsThatWereTrainedOnAreCounted() {
        Dataset<Row> images = ReportFixture.images();
        AutoencoderModel model = SmallImages.estimator()
                .setArchitecture(SmallImages.DENSE.replaceFirst(
                        "\\{", "{\"corruptions\": [{\"type\": \"gaussian\", \"sigma\": 0.3}], "))
                .setTrainingLabels(new int[] {11})
                .fit(images)
                .setCorrupt(true);
        Report report = ReportFixture.of(model, images);

        assertEquals(
                "The records that are reconstructed worst. Rows from the top: original, corrupted, reconstruction.",
                caption(report, "worst"));
        long trainedOn = images.where("split = 'train' and label = 11").count();
        assertTrue(
                report.html().contains("trained on " + trainedOn + " records with the label 11 for 2 epochs"),
                () -> report.html().replaceAll("(?s).*<p class=\"lead\">(.*?)</p>.*", "$1"));
    }

    @Test
    void colourImagesAreShownInColourWhateverTheTypesOfIdsAndLabels() {
        Dataset<Row> images = SmallImages.coloured(ReportFixture.images())
                .withColumn("id", expr("monotonically_increasing_id()"))
                .withColumn("label", expr("cast(label as bigint)"))
                .localCheckpoint();
        Report report = ReportFixture.of(SmallImages.estimator().fit(images), images);

        assertTrue(report.html().contains("colour images of 8×8 pixels"));
        assertTrue(report.html().contains(".sheet { background-image: url(data:image/jpeg;base64,"));
        assertTrue(names(report).containsAll(List.of("reconstructions-1", "best", "typical", "worst", "kernels")));
    }
}
