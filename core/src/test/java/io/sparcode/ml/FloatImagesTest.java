package io.sparcode.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.BadDataException;
import io.sparcode.image.Image;
import io.sparcode.image.PixelValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of images of floats, as an estimator and a model take them. */
class FloatImagesTest {
    private static final String NOISY = SmallImages.CONVOLUTIONAL.replaceFirst(
            "\\{", "{\"corruptions\": [{\"type\": \"gaussian\", \"sigma\": 0.1}], ");
    private static final Dataset<Row> BYTES =
            SmallImages.coloured(SmallImages.frame(120)).cache();
    private static final Dataset<Row> FLOATS =
            FloatImages.mapped(BYTES, Image::toFloats).cache();

    @TempDir
    Path folder;

    private static Autoencoder estimator(String architecture) {
        return SmallImages.estimator().setArchitecture(architecture).setEpochs(1);
    }

    private static String scored(AutoencoderModel model, Dataset<Row> frame) {
        return model.transform(frame)
                .drop("image", "label", "split")
                .orderBy("id")
                .collectAsList()
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallImages.DENSE, SmallImages.CONVOLUTIONAL, "noisy"})
    void floatsThatAreTheValuesOfBytesGiveTheSameModelAndCodesBitForBit(String architecture) {
        Autoencoder estimator = estimator(architecture.equals("noisy") ? NOISY : architecture);
        AutoencoderModel ofBytes = estimator.fit(BYTES);
        AutoencoderModel ofFloats = estimator.fit(FLOATS);
        if (architecture.equals("noisy")) {
            ofBytes.setCorrupt(true);
            ofFloats.setCorrupt(true);
        }

        String expected = scored(ofBytes, BYTES);
        assertEquals(expected, scored(ofFloats, FLOATS));
        assertEquals(expected, scored(ofBytes, FLOATS));
        assertEquals(expected, scored(ofFloats, BYTES));
    }

    @Test
    void aModelRemembersThatItGivesFloats() throws IOException {
        AutoencoderModel model = estimator(SmallImages.DENSE).fit(FLOATS);
        String path = folder.resolve("model").toString();

        model.save(path);

        assertEquals(PixelValues.FLOATS, AutoencoderModel.load(path).targetValues());
    }

    private static Dataset<Row> with(String id, UnaryOperator<Image> change) {
        return FloatImages.mapped(FLOATS.where("id = '" + id + "'"), change).union(FLOATS.where("id != '" + id + "'"));
    }

    private static Image withFirst(Image image, float value) {
        float[] pixels = image.floats().clone();
        pixels[0] = value;
        return Image.ofFloats(image.shape(), pixels);
    }

    private static String refused(Runnable action) {
        Throwable cause = assertThrows(Exception.class, action::run);
        while (cause instanceof SparkException) {
            cause = cause.getCause();
        }
        assertEquals(BadDataException.class, cause.getClass());
        return cause.getMessage();
    }

    @Test
    void valuesThatAreNotFiniteAndMixedKindsAreRefusedByTheRecord() {
        Dataset<Row> infinite = with("made/5", image -> withFirst(image, Float.NEGATIVE_INFINITY));
        Dataset<Row> mixed = with("made/5", Image::toBytes);
        AutoencoderModel model = estimator(SmallImages.DENSE).fit(FLOATS);

        assertEquals(
                "record made/5 has -Infinity as value 0; all must be finite",
                refused(() -> estimator(SmallImages.DENSE).fit(infinite)));
        assertEquals(
                "record made/5 of column image has -Infinity as value 0; all must be finite",
                refused(() -> model.transform(infinite).collectAsList()));
        assertTrue(refused(() -> estimator(SmallImages.DENSE).fit(mixed)).endsWith("all must have one shape"));
        assertTrue(refused(() -> model.transform(mixed.coalesce(1)).collectAsList())
                .endsWith("; all must be of one"));
    }

    @Test
    void valuesBeyondTheUnitIntervalAreRefusedWhereTheyMeanNothingAndElseTakenAsTheyAre() {
        Dataset<Row> bright = with("made/5", image -> withFirst(image, 2));
        String probabilities = SmallImages.DENSE.replaceFirst("\\{", "{\"loss\": \"binary-cross-entropy\", ");

        assertEquals(
                "loss binary-cross-entropy needs values in [0, 1], column image has 2.0",
                refused(() -> estimator(probabilities).fit(bright)));
        assertEquals(
                "corruption gaussian with clipped = true needs values in [0, 1], column image has 2.0",
                refused(() -> estimator(NOISY).fit(bright)));
        List<Row> scored = estimator(SmallImages.DENSE)
                .fit(bright)
                .transform(bright.where("id = 'made/5'"))
                .select("reconstruction_mse")
                .collectAsList();
        assertTrue(scored.get(0).getDouble(0) > 0);
    }
}
