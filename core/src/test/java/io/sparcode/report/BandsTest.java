package io.sparcode.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.analysis.AnalyzedCodes;
import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.ImageRows;
import io.sparcode.generation.GenerationPicture;
import io.sparcode.generation.ImageGenerator;
import io.sparcode.image.Image;
import io.sparcode.image.PixelValues;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.FloatImages;
import io.sparcode.ml.SmallImages;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Tiles of 12 bands of floats, from training to report and generated images. */
class BandsTest {
    private static final Dataset<Row> TILES = FloatImages.tiles(300).cache();

    private static Autoencoder estimator() {
        return SmallImages.estimator().setArchitecture(SmallImages.CONVOLUTIONAL.replace("relu", "tanh"));
    }

    @Test
    void tilesAreAnalysedAndShownByTheirFirstThreeBands() {
        AutoencoderModel model = estimator().fit(TILES);

        AnalyzedCodes[] found = new AnalyzedCodes[1];
        Report report = ReportFixture.of(model, TILES, found);

        String caption = report.pictures().stream()
                .filter(picture -> picture.name().equals("typical"))
                .findFirst()
                .orElseThrow()
                .caption();
        assertTrue(
                caption.contains("Of the 12 bands the first three are shown, as red, green and blue. Values are"
                        + " stretched: black is 0.0"),
                caption);
        assertTrue(report.html().contains("images of 12 bands, of 4×4 pixels"), "the page says what the records are");
        assertNotNull(found[0].figures().baseline());
        assertNotNull(found[0].figures().neighbourhoods());
    }

    @Test
    void imagesThatAreMadeByAModelOfFloatsAreFloats() {
        AutoencoderModel model = estimator().setEpochs(1).fit(TILES);
        ImageGenerator generator = new ImageGenerator(LocalSpark.session(), model);
        GenerateMode.Records records = new GenerateMode.Records("test", 4, 1);

        Dataset<Row> made = generator
                .denoise(TILES, new GenerateMode.Denoise("tiles", records, false))
                .cache();

        List<Row> rows = made.collectAsList();
        assertEquals(4, rows.size());
        for (Row row : rows) {
            Image image = ImageRows.readImage(row, row.fieldIndex("image"), "made");
            assertEquals(FloatImages.TILE, image.shape());
            assertEquals(PixelValues.FLOATS, image.values());
            assertTrue(row.<Double>getAs("mse") > 0);
        }
        assertTrue(GenerationPicture.ofRecords(made, TILES, "image", "", null, 4).length > 100);
        Dataset<Row> between =
                generator.interpolate(TILES, new GenerateMode.Interpolate("tiles", "made/0", "made/1", 3));
        assertEquals(6, between.where("image.mode = 93").count());
    }
}
