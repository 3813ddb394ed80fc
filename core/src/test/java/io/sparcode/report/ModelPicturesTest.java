package io.sparcode.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.DecodingOptions;
import io.sparcode.image.Image;
import io.sparcode.image.ImageDecoder;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.RecordBatch;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import io.sparcode.report.ReconstructionPictures.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is drawn of models of each kind, on images of 8x8. */
class ModelPicturesTest {
    private static final String DENSE = "{\"type\": \"dense\", \"activation\": \"sigmoid\"}";
    private static final int MARGIN = 4;
    private static final int TILE = 56;

    @Test
    void ofADenseLayerEachUnitsWeightsAreDrawnInTheRecordsShape() throws UnreadableImageException {
        ModelPictures pictures = new ModelPictures(
                model("{\"encoder\": [{\"type\": \"dense\", \"units\": 9}], \"decoder\": [" + DENSE + "]}"));

        assertEquals(shape(2, 8), decoded(pictures.kernels()).shape());
        assertTrue(pictures.selection(new float[64]).isEmpty());
        assertTrue(pictures.decodedGrid().isEmpty());
    }

    @Test
    void kernelsOfLargeImagesAreShrunkByTheirMeans() {
        ImageShape large = new ImageShape(4, 6, 1);
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }

        float[] small = ImageTransform.resizePlanes(large, values, Shapes.within(large, 3), ResizeFilter.AREA);

        assertEquals(new ImageShape(2, 3, 1), Shapes.within(large, 3));
        assertArrayEquals(new float[] {3.5f, 5.5f, 7.5f, 15.5f, 17.5f, 19.5f}, small);
    }

    @Test
    void ofAConvolutionEachFilterIsDrawn() throws UnreadableImageException {
        ModelPictures pictures =
                new ModelPictures(model("{\"encoder\": [{\"type\": \"conv2d\", \"filters\": 3, \"kernel\": 7}],"
                        + " \"decoder\": [{\"type\": \"conv2d\", \"kernel\": 3, \"activation\": \"sigmoid\"}]}"));

        assertEquals(shape(1, 3), decoded(pictures.kernels()).shape());
    }

    @Test
    void ofAConcreteModelTheSelectedPixelsAreMarkedInRed() throws UnreadableImageException {
        AutoencoderModel model =
                model("{\"encoder\": [{\"type\": \"concrete\", \"units\": 3}], \"decoder\": [" + DENSE + "]}");
        ModelPictures pictures = new ModelPictures(model);

        Image marked = decoded(pictures.selection(new float[64]));
        int scale = 280 / SmallImages.SIDE;
        int[] selected = model.selection().orElseThrow().indices();
        for (int pixel = 0; pixel < SmallImages.SIDE * SmallImages.SIDE; pixel++) {
            int y = MARGIN + pixel / SmallImages.SIDE * scale + scale / 2;
            int x = MARGIN + pixel % SmallImages.SIDE * scale + scale / 2;
            int red = marked.pixels()[3 * (y * marked.shape().width() + x) + 2] & 0xff;
            int wanted = pixel;
            assertEquals(Arrays.stream(selected).anyMatch(index -> index == wanted) ? 255 : 0, red);
        }
        assertTrue(pictures.kernels().isEmpty());
    }

    @Test
    void ofAVariationalCodeOfTwoUnitsAGridIsDecoded() throws UnreadableImageException {
        ModelPictures pictures = new ModelPictures(model("{\"encoder\": [{\"type\": \"variational\", \"units\": 2}],"
                + " \"decoder\": [" + DENSE + "], \"loss\": \"binary-cross-entropy\"}"));

        int side = MARGIN + 15 * (SmallImages.SIDE + MARGIN);
        assertEquals(
                new ImageShape(side, side, 1), decoded(pictures.decodedGrid()).shape());
    }

    @Test
    void reconstructionsStandBelowOriginalsAndCodesThatAreSquares() throws UnreadableImageException {
        AutoencoderModel square =
                model("{\"encoder\": [{\"type\": \"dense\", \"units\": 4}], \"decoder\": [" + DENSE + "]}");
        AutoencoderModel other =
                model("{\"encoder\": [{\"type\": \"dense\", \"units\": 5}], \"decoder\": [" + DENSE + "]}");

        assertEquals(
                List.of(Line.ORIGINAL, Line.CODE, Line.RECONSTRUCTION),
                maker(square).lines());
        assertEquals(List.of(Line.ORIGINAL, Line.RECONSTRUCTION), maker(other).lines());
        Image picture = decoded(maker(square).png(records(), maker(square).lines()));
        assertEquals(shape(3, 2), picture.shape());
        List<Image> made = maker(square).reconstructions(records());
        int scale = TILE / SmallImages.SIDE;
        int y = MARGIN + 2 * (TILE + MARGIN);
        for (int x = 0; x < SmallImages.SIDE; x++) {
            assertEquals(
                    made.get(1).pixels()[x],
                    picture.pixels()[y * picture.shape().width() + 2 * MARGIN + TILE + x * scale]);
        }
    }

    @Test
    void corruptedRowsAreOfTheSameRecords() throws UnreadableImageException {
        AutoencoderModel model = model("{\"encoder\": [{\"type\": \"dense\", \"units\": 4}], \"decoder\": [" + DENSE
                + "]," + " \"corruptions\": [{\"type\": \"masking\", \"rate\": 0.999}]}");
        ReconstructionPictures maker = maker(model);

        assertTrue(maker.isDenoising());
        Image picture = decoded(maker.png(records(), List.of(Line.CORRUPTED, Line.RECONSTRUCTION, Line.ORIGINAL)));
        assertEquals(shape(3, 2), picture.shape());
        List<Integer> black = new ArrayList<>();
        for (int row = 0; row < 3; row += 2) {
            int y = MARGIN + row * (TILE + MARGIN);
            int count = 0;
            for (int i = 0; i < TILE * TILE; i++) {
                int at = (y + i / TILE) * picture.shape().width() + MARGIN + i % TILE;
                count += picture.pixels()[at] == 0 ? 1 : 0;
            }
            black.add(count);
        }
        assertTrue(black.get(0) > TILE * TILE * 9 / 10 && black.get(1) < TILE * TILE / 2, black.toString());
    }

    @Test
    void colourRecordsKeepTheirColours() throws UnreadableImageException {
        AutoencoderModel model = SmallImages.estimator().fit(SmallImages.coloured(SmallImages.frame(60)));
        RecordBatch records = RecordBatch.ofImages(1, 3, 3 * SmallImages.SIZE);
        byte[] grey = SmallImages.pixels(0);
        int start = records.add();
        for (int pixel = 0; pixel < SmallImages.SIZE; pixel++) {
            records.bytes()[start + 3 * pixel] = grey[pixel];
            records.bytes()[start + 3 * pixel + 2] = (byte) 255;
        }

        Image picture = decoded(maker(model).png(records, List.of(Line.ORIGINAL, Line.RECONSTRUCTION)));
        assertEquals(new ImageShape(shape(2, 1).height(), shape(2, 1).width(), 3), picture.shape());
        int scale = TILE / SmallImages.SIDE;
        for (int pixel = 0; pixel < SmallImages.SIZE; pixel++) {
            int y = MARGIN + pixel / SmallImages.SIDE * scale;
            int x = MARGIN + pixel % SmallImages.SIDE * scale;
            int at = 3 * (y * picture.shape().width() + x);
            assertArrayEquals(
                    new byte[] {grey[pixel], 0, (byte) 255}, Arrays.copyOfRange(picture.pixels(), at, at + 3));
        }
        assertEquals(3, decoded(new ModelPictures(model).kernels()).shape().channels());
    }

    @Test
    void aTargetOfAnotherSizeHasARowOfItsOwn() throws UnreadableImageException {
        AutoencoderModel model = SmallImages.estimator()
                .setArchitecture(SmallImages.UPSCALING)
                .setInputCol("low")
                .setTargetCol("image")
                .fit(SmallImages.withLow(SmallImages.frame(60)));
        RecordBatch low = RecordBatch.ofImages(2, 1, SmallImages.SIZE / 4);
        low.add();
        low.add();
        low.setTarget(records());

        assertEquals(
                List.of(Line.ORIGINAL, Line.CODE, Line.RECONSTRUCTION, Line.TARGET),
                maker(model).lines());
        Image picture = decoded(maker(model).png(low, maker(model).lines()));
        assertEquals(shape(4, 2), picture.shape());
        int top = MARGIN + 3 * (TILE + MARGIN);
        for (int x = 0; x < SmallImages.SIDE; x++) {
            int at = top * picture.shape().width() + MARGIN + x * TILE / SmallImages.SIDE;
            assertEquals(SmallImages.pixels(0)[x], picture.pixels()[at]);
        }
    }

    private static ReconstructionPictures maker(AutoencoderModel model) {
        return ReconstructionPictures.of(model).orElseThrow();
    }

    private static RecordBatch records() {
        RecordBatch batch = RecordBatch.ofImages(2, 1, SmallImages.SIDE * SmallImages.SIDE);
        for (int record = 0; record < 2; record++) {
            byte[] pixels = SmallImages.pixels(record);
            System.arraycopy(pixels, 0, batch.bytes(), batch.add(), pixels.length);
        }
        return batch;
    }

    private static ImageShape shape(int rows, int columns) {
        return new ImageShape(MARGIN + rows * (TILE + MARGIN), MARGIN + columns * (TILE + MARGIN), 1);
    }

    private static AutoencoderModel model(String architecture) {
        return SmallImages.estimator()
                .setArchitecture(architecture)
                .setEpochs(1)
                .fit(SmallImages.frame(60));
    }

    private static Image decoded(Optional<Picture> picture) throws UnreadableImageException {
        return decoded(picture.orElseThrow().png());
    }

    private static Image decoded(byte[] png) throws UnreadableImageException {
        return new ImageDecoder(DecodingOptions.upTo(1_000_000)).decode(png);
    }
}
