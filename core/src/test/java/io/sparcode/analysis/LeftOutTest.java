package io.sparcode.analysis;

import static io.sparcode.analysis.CodesFixture.analyzer;
import static io.sparcode.analysis.CodesFixture.encoded;
import static io.sparcode.analysis.CodesFixture.images;
import static io.sparcode.analysis.CodesFixture.ofCodesAlone;
import static io.sparcode.analysis.CodesFixture.whole;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What data do not allow is left out, or taken of other records, and a note says so. */
class LeftOutTest {
    private static final Column TESTED = col("split").equalTo("test");

    @Test
    void whereAllIsThereNothingIsNoted() {
        assertEquals(List.of(), whole().figures().notes());
    }

    @Test
    void whereThereAreNoImagesTheNoteSaysWhatThatLeavesOut() {
        assertEquals(
                List.of("there are no images: no baseline, no neighbourhoods, and no probes on pixels"),
                ofCodesAlone().figures().notes());
    }

    @Test
    void whereTheTestSplitHasNoLabelsTheValidationSplitIsAsked() {
        Column validated = col("split").equalTo("train").and(col("id").lt("r00050"));
        Dataset<Row> rows = encoded(300)
                .withColumn("label", when(not(TESTED), col("label")))
                .withColumn("split", when(validated, lit("validation")).otherwise(col("split")));

        Analysis figures = analyzer().analyze(rows, images(300), "image").figures();

        assertEquals("test", figures.baseline().split());
        assertEquals(3, figures.probes().size());
        assertEquals(40, figures.probes().get(0).testRecords());
        assertEquals(150, figures.probes().get(0).trainingRecords());
        assertEquals(
                List.of("no record of the test split has a label: probes are asked about the validation split"),
                figures.notes());
    }

    @Test
    void whereOnlyTheTrainingSplitHasLabelsATenthOfItIsAsked() {
        Dataset<Row> rows = encoded(300).withColumn("label", when(not(TESTED), col("label")));

        Analysis figures = analyzer().analyze(rows, images(300), "image").figures();

        Probe probe = figures.probes().get(0);
        assertTrue(probe.testRecords() > 10 && probe.testRecords() < 50, probe::toString);
        assertEquals(1, probe.linearAccuracy());
        assertEquals(
                List.of(
                        "no record of the test split has a label: probes are asked about a tenth of the training split"),
                figures.notes());
    }

    @Test
    void whereNothingIsHeldOutBothErrorsAreOfWhatBothWereFittedTo() {
        Dataset<Row> rows = encoded(300).withColumn("split", lit("train"));

        Analysis figures = analyzer().analyze(rows, images(300), "image").figures();

        assertEquals("train", figures.baseline().split());
        // Of the same 200 records whose principal components they are: what these leave is their own variance alone.
        double of200 = Pixels.of(sampled(rows), CodesFixture.UNITS)
                .baseline(sampled(rows), "train")
                .error();
        assertEquals(of200, figures.baseline().error(), 1e-12);
        assertEquals(
                List.of(
                        "no split is held out: the baseline's errors are of training records, which both model and components know"),
                figures.notes());
    }

    /** The 200 records that the figures are of, drawn once more. */
    private static Dataset<Row> sampled(Dataset<Row> rows) {
        Sample.Parts parts = new Sample.Parts("train", "train", Set.of());
        ImagePixels pixels = ImagePixels.of(images(300), "image");
        return Sample.draw(rows, pixels.frame(), parts, CodesFixture.SAMPLES).trained(CodesFixture.SAMPLES.pixels());
    }

    @Test
    void largeImagesAreComparedAsTheyAreAndShrunkForTheRest() {
        Random random = new Random(4);
        List<Row> rows = IntStream.range(0, 300)
                .mapToObj(i -> RowFactory.create(
                        CodesFixture.id(i),
                        ImageRows.toRow("x", new Image(new ImageShape(2, 2049, 1), wave(4098, random)))))
                .toList();
        StructType schema = new StructType().add("id", DataTypes.StringType).add("image", ImageSchema.columnSchema());
        Dataset<Row> images = LocalSpark.session().createDataFrame(rows, schema);

        Analysis figures = analyzer().analyze(encoded(300), images, "image").figures();

        assertEquals(CodesFixture.UNITS, figures.baseline().components());
        // Each image is of three waves about a mean, so that four components leave what rounding to bytes does.
        assertEquals(1 / (12 * 255.0 * 255.0), figures.baseline().error(), 2e-7);
        assertEquals(2048, figures.probes().get(2).size());
        assertEquals(
                List.of(
                        "images of 2x2049x1 have more than 4096 values: neighbourhoods and the probes on pixels and their"
                                + " principal components are of images shrunk to 1x2048x1, and the baseline is of at most 32752"
                                + " images"),
                figures.notes());
    }

    private static byte[] wave(int size, Random random) {
        double[] heights = {40 * random.nextDouble(), 30 * random.nextDouble(), 20 * random.nextDouble()};
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            double value = 128;
            for (int k = 0; k < heights.length; k++) {
                value += heights[k] * Math.sin(2 * Math.PI * (k + 1) * i / size);
            }
            bytes[i] = (byte) Math.round(value);
        }
        return bytes;
    }

    @Test
    void tooManyLabelsForTheirFeaturesHaveNoLogisticRegression() {
        int size = 4096;
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 514; i++) {
            float[] code = new float[size];
            code[i % 257] = 1;
            rows.add(RowFactory.create(i % 257, code, null));
        }
        Dataset<Row> records = LocalSpark.session()
                .createDataFrame(
                        rows,
                        new StructType()
                                .add(ImageRows.LABEL, DataTypes.IntegerType)
                                .add("code", DataTypes.createArrayType(DataTypes.FloatType, false))
                                .add(Sample.PIXELS, DataTypes.BinaryType));
        List<String> notes = new ArrayList<>();

        Probe probe = new Probes(records, records, 1, notes::add).run(null).get(0);

        assertTrue(Double.isNaN(probe.linearAccuracy()));
        assertEquals(1, probe.neighbourAccuracy());
        assertEquals(
                List.of(
                        "the probe on code has no logistic regression: of 257 labels on 4096 values it would have more than"
                                + " 1048576 coefficients"),
                notes);
    }

    @Test
    void idsThatStandForSeveralRecordsAreRefused() {
        Column id = when(col("id").equalTo("r00003"), lit("r00001")).otherwise(col("id"));

        String ofCodes = assertThrows(
                        BadDataException.class,
                        () -> analyzer().analyze(encoded(30).withColumn("id", id)))
                .getMessage();
        String ofImages = assertThrows(
                        BadDataException.class,
                        () -> analyzer().analyze(encoded(30), images(30).withColumn("id", id), "image"))
                .getMessage();

        assertEquals("ids must be unique: 'r00001' stands for 2 encoded rows", ofCodes);
        assertEquals("ids must be unique: 'r00001' stands for 2 image rows", ofImages);
    }
}
