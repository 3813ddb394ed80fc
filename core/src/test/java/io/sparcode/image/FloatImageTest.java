package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of floats and of bands. */
class FloatImageTest {
    private static final ImageDecoder PRECISE =
            new ImageDecoder(new DecodingOptions(1000, ColorProfile.IGNORE, Orientation.UPRIGHT, PixelValues.FLOATS));

    private static Image random(int height, int width, int channels) {
        ImageShape shape = new ImageShape(height, width, channels);
        byte[] pixels = new byte[shape.size()];
        new Random(channels).nextBytes(pixels);
        return new Image(shape, pixels);
    }

    @Test
    void sixteenBitsOfAPngAreDividedByTheMostThereIs() throws UnreadableImageException {
        byte[] grey = new PngFixture(2, 1, 16, PngFixture.GREY)
                .lines(0, 0x12, 0x34, 0xff, 0xff)
                .end();
        byte[] colour = new PngFixture(1, 1, 16, PngFixture.RGB)
                .lines(0, 0x01, 0x02, 0x80, 0x00, 0xff, 0x00)
                .end();
        byte[] alpha = new PngFixture(1, 1, 16, PngFixture.GREY_ALPHA)
                .lines(0, 0x00, 0x10, 0x40, 0x00)
                .end();

        assertArrayEquals(new float[] {0x1234 / 65535f, 1}, PRECISE.decode(grey).floats());
        assertArrayEquals(
                new float[] {0xff00 / 65535f, 0x8000 / 65535f, 0x0102 / 65535f},
                PRECISE.decode(colour).floats());
        Image withAlpha = PRECISE.decode(alpha);
        assertArrayEquals(new float[] {16 / 65535f, 16 / 65535f, 16 / 65535f, 0x4000 / 65535f}, withAlpha.floats());
        assertTrue(withAlpha.hasAlpha());
    }

    @Test
    void bytesBecomeFloatsAndTheSameBytesAgain() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Image floats = new Image(new ImageShape(16, 16, 1), all).toFloats();

        assertEquals(37 / 255f, floats.floats()[37]);
        assertArrayEquals(all, floats.toBytes().pixels());
        assertThrows(IllegalStateException.class, floats::pixels);
        assertArrayEquals(
                new byte[] {0, (byte) 255},
                Image.ofFloats(new ImageShape(1, 2, 1), new float[] {-3, 7})
                        .toBytes()
                        .pixels());
    }

    @ParameterizedTest
    @EnumSource(ResizeFilter.class)
    void floatsAreResizedAsBytesAreButForRounding(ResizeFilter filter) {
        for (int channels : new int[] {1, 3, 4, 12}) {
            Image bytes = random(9, 7, channels);
            ImageTransform transform = new ImageTransform(new ImageShape(5, 11, channels), filter);

            Image resized = transform.apply(bytes.toFloats());

            Image expected = transform.apply(bytes);
            for (int i = 0; i < expected.shape().size(); i++) {
                // Where an alpha is nearly nothing, rounding it is much of it.
                boolean faint = channels == 4 && expected.value(i - i % 4 + 3) < 0.05f;
                assertEquals(expected.value(i), resized.value(i), faint ? 1 : 1.5f / 255, filter + " " + channels);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void floatsAreBroughtToOtherChannelsAsBytesAre(int channels) {
        for (int from : new int[] {1, 3, 4}) {
            Image bytes = random(3, 3, from);
            ImageTransform transform = new ImageTransform(new ImageShape(3, 3, channels), ResizeFilter.AREA);

            Image expected = transform.apply(bytes);
            Image converted = transform.apply(bytes.toFloats());

            for (int i = 0; i < expected.shape().size(); i++) {
                assertEquals(expected.value(i), converted.value(i), 1.01f / 255, from + " to " + channels);
            }
        }
    }

    @Test
    void resizedFloatsStayWithinWhatTheImageHolds() {
        Image edge = Image.ofFloats(new ImageShape(1, 6, 1), new float[] {0, 0, 0, 1, 1, 1});
        Image high = Image.ofFloats(new ImageShape(1, 6, 1), new float[] {-2, -2, -2, 9, 9, 9});
        ImageTransform transform = new ImageTransform(new ImageShape(1, 12, 1), ResizeFilter.LANCZOS);

        for (float value : transform.apply(edge).floats()) {
            assertTrue(value >= 0 && value <= 1, "" + value);
        }
        float[] resized = transform.apply(high).floats();
        assertEquals(-2, resized[0], 0.2);
        for (float value : resized) {
            assertTrue(value >= -2 && value <= 9, "" + value);
        }
    }

    @Test
    void floatsThatLoseTheirAlphaAreDrawnOverTheBackgroundAsBytesAre() {
        Image half = new Image(new ImageShape(1, 1, 4), new byte[] {40, 80, 120, (byte) 128});
        ImageTransform overOrange =
                new ImageTransform(new ImageShape(1, 1, 3), ResizeFilter.BILINEAR, new Rgb(255, 128, 0));

        Image bytes = overOrange.apply(half);
        Image floats = overOrange.apply(half.toFloats());

        assertArrayEquals(new byte[] {20, 104, (byte) 187}, bytes.pixels());
        assertArrayEquals(bytes.toFloats().floats(), floats.floats(), 0.5f / 255);
    }

    @Test
    void bandsBecomeNoColoursAndTheFourthOfThemIsNoAlpha() {
        Image bands = random(2, 2, 4).asBands();
        Image colour = random(2, 2, 4);
        ImageTransform half = new ImageTransform(new ImageShape(1, 1, 4), ResizeFilter.AREA);

        assertEquals(mean(bands, 0), half.apply(bands).pixels()[0] & 0xff, 0.5);
        assertFalse(half.apply(bands).isColour());
        assertTrue(half.apply(colour).hasAlpha());
        assertEquals(
                "4 bands cannot become 3 channels",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ImageTransform(new ImageShape(2, 2, 3), ResizeFilter.AREA).apply(bands))
                        .getMessage());
        assertFalse(ImageTransform.canConvert(random(1, 1, 12), 3));
        assertFalse(ImageTransform.canConvert(random(1, 1, 3), 12));
        assertTrue(ImageTransform.canConvert(random(1, 1, 12), 12));
    }

    private static double mean(Image image, int channel) {
        int sum = 0;
        for (int i = channel; i < image.shape().size(); i += image.shape().channels()) {
            sum += image.pixels()[i] & 0xff;
        }
        return sum / 4.0;
    }

    @Test
    void floatsThatAreTheValuesOfBytesAreTheSameRecord() {
        Image image = random(5, 3, 3);
        RecordBatch bytes = RecordBatch.like(image, 2);
        RecordBatch floats = RecordBatch.like(image.toFloats(), 2);
        for (int i = 0; i < 2; i++) {
            bytes.add(image);
            floats.add(image.toFloats());
        }
        float[] read = new float[45];
        float[] other = new float[45];
        bytes.read(1, read, 0);
        floats.read(1, other, 0);

        assertArrayEquals(read, other);
        assertEquals(bytes.hash(1), floats.hash(1));
        floats.floats()[45] += 1e-6f;
        assertFalse(bytes.hash(1) == floats.hash(1));
        assertEquals(bytes.hash(0), floats.hash(0));
    }

    @Test
    void holesOfFloatsAndBandsAreFilledChannelByChannel() {
        Image image = Image.ofFloats(new ImageShape(5, 5, 12), new float[300]);
        for (int i = 0; i < 300; i++) {
            image.floats()[i] = i % 12 / 20f;
        }
        Mask mask = Mask.rectangle(image.shape(), 2, 2, 1, 1);
        Image holed = mask.fill(image, 255);
        assertEquals(1, holed.floats()[12 * 12 + 3]);

        assertArrayEquals(image.floats(), Inpainting.TELEA.fill(holed, mask).floats(), 1e-3f);
        assertEquals(0.5551, ImageErrors.meanSquared(holed, image, mask), 1e-2);
        Image bytes = image.toBytes();
        byte[] filled = Inpainting.TELEA.fill(mask.fill(bytes, 255), mask).pixels();
        for (int i = 0; i < filled.length; i++) {
            // OpenCV rounds the mean of equal bytes up.
            assertEquals(bytes.pixels()[i] & 0xff, filled[i] & 0xff, 1);
        }
    }

    @Test
    void picturesShowTheFirstThreeBandsAndStretchDarkFloats() {
        float[] dark = new float[12 * 100];
        for (int i = 0; i < dark.length; i++) {
            dark[i] = i % 12 == 0 ? 0.2f : i % 12 == 2 ? 0.1f : 0;
        }
        Image image = Image.ofFloats(new ImageShape(10, 10, 12), dark);
        ShownImages shown = ShownImages.of(List.of(image));

        assertArrayEquals(
                new byte[] {(byte) 128, 0, (byte) 255},
                Arrays.copyOf(shown.shown(image).pixels(), 3));
        assertEquals(" Values are stretched: black is 0.000, white 0.2000.", shown.note());
        assertEquals(
                " Of the 12 bands the first three are shown, as red, green and blue.",
                ShownImages.bandsNote(image.shape()));
        Image bright = random(9, 9, 3);
        assertEquals("", ShownImages.of(List.of(bright.toFloats())).note());
        assertArrayEquals(
                bright.pixels(), ShownImages.PLAIN.shown(bright.toFloats()).pixels());
    }
}
