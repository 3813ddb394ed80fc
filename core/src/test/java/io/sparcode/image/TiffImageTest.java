package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** TIFF files of every layout hold the same picture, of 21 x 13 pixels; Pillow 9.4 reads each of them so. */
class TiffImageTest {
    private static final int WIDTH = 21;
    private static final int HEIGHT = 13;
    private static final int NONE = TiffFixture.NONE;
    private static final int LZW = TiffFixture.LZW;
    private static final int DEFLATE = TiffFixture.DEFLATE;
    private static final int PACKBITS = TiffFixture.PACKBITS;

    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(1_000_000));
    private final ImageDecoder precise = new ImageDecoder(
            new DecodingOptions(1_000_000, ColorProfile.IGNORE, Orientation.UPRIGHT, PixelValues.FLOATS));

    private static int value(int x, int y, int sample) {
        return (17 * x + 29 * y + 71 * sample + x * y) & 0xff;
    }

    static TiffFixture bytes(int samples) {
        return new TiffFixture(WIDTH, HEIGHT, samples, 8, TiffImageTest::value);
    }

    private static TiffFixture shorts(int samples) {
        return new TiffFixture(WIDTH, HEIGHT, samples, 16, (x, y, s) -> value(x, y, s) << 8 | (x + y));
    }

    private static TiffFixture floats(int samples) {
        return new TiffFixture(WIDTH, HEIGHT, samples, 32, (x, y, s) -> Float.floatToIntBits(value(x, y, s) / 255f))
                .tag(339, 3);
    }

    static Stream<Arguments> layouts() {
        return Stream.of(
                arguments("grey", bytes(1)),
                arguments("grey, big-endian", bytes(1).bigEndian()),
                arguments("grey, BigTIFF", bytes(1).bigTiff().strips(3)),
                arguments(
                        "grey, BigTIFF, big-endian",
                        bytes(1).bigTiff().bigEndian().strips(4)),
                arguments("grey, LZW", bytes(1).compressed(LZW).strips(5)),
                arguments("grey, PackBits", bytes(1).compressed(PACKBITS)),
                arguments("grey, of 16 bits", shorts(1)),
                arguments(
                        "grey, of 16 bits, big-endian, LZW, predictor",
                        shorts(1).bigEndian().compressed(LZW).predicted()),
                arguments("grey, of 32-bit floats", floats(1)),
                arguments(
                        "grey, of 32-bit floats, big-endian, Deflate",
                        floats(1).bigEndian().compressed(DEFLATE)),
                arguments("RGB", bytes(3)),
                arguments("RGB, a strip for each row", bytes(3).strips(1)),
                arguments(
                        "RGB, Deflate, predictor", bytes(3).compressed(DEFLATE).predicted()),
                arguments(
                        "RGB, LZW, predictor, strips",
                        bytes(3).compressed(LZW).predicted().strips(4)),
                arguments("RGB, tiles", bytes(3).tiles(16, 16)),
                arguments(
                        "RGB, tiles, LZW, predictor",
                        bytes(3).tiles(8, 16).compressed(LZW).predicted()),
                arguments("RGB, planes", bytes(3).planar()),
                arguments(
                        "RGB, planes, strips, Deflate",
                        bytes(3).planar().strips(5).compressed(DEFLATE)),
                arguments(
                        "RGB, planes, tiles, PackBits",
                        bytes(3).planar().tiles(16, 16).compressed(PACKBITS)),
                arguments("RGB, of 16 bits", shorts(3).compressed(DEFLATE)),
                arguments(
                        "RGB, of 16 bits, planes, big-endian",
                        shorts(3).planar().bigEndian()),
                arguments("RGB, of 32-bit floats, tiles", floats(3).tiles(16, 32)),
                arguments("RGBA", bytes(4).tag(338, 2)),
                arguments("RGBA, not said to be alpha", bytes(4)),
                arguments("RGBA, planes, Deflate", bytes(4).tag(338, 2).planar().compressed(DEFLATE)),
                arguments("RGBA, of 16 bits, tiles", shorts(4).tag(338, 2).tiles(16, 16)),
                arguments("2 bands", bytes(2).tag(338, 0)),
                arguments("4 bands", bytes(4).tag(262, 1).tag(338, 0, 0, 0)),
                arguments("RGB and infrared", bytes(4).tag(338, 0)),
                arguments("12 bands of 16 bits", shorts(12).tag(262, 1).compressed(DEFLATE)),
                arguments(
                        "12 bands of 16 bits, planes, tiles",
                        shorts(12).tag(262, 1).planar().tiles(16, 16).compressed(LZW)),
                arguments("5 bands of 32-bit floats", floats(5).tag(262, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void everyLayoutGivesTheStoredValues(String name, TiffFixture file) throws Exception {
        byte[] encoded = file.bytes();

        Image image = decoder.decode(encoded);
        Image floats = precise.decode(encoded);

        assertEquals(new ImageShape(HEIGHT, WIDTH, file.samples), image.shape());
        assertEquals(!name.contains("bands") && !name.contains("infrared"), image.isColour());
        assertEquals(image.shape(), floats.shape());
        for (int i = 0; i < image.shape().size(); i++) {
            int channel = i % file.samples;
            int sample = image.isColour() && file.samples > 1 && channel < 3 ? 2 - channel : channel;
            int x = i / file.samples % WIDTH;
            int y = i / file.samples / WIDTH;
            assertEquals(value(x, y, sample), image.pixels()[i] & 0xff, "value " + i);
            float exact = file.bits == 16 ? (value(x, y, sample) << 8 | (x + y)) / 65_535f : value(x, y, sample) / 255f;
            assertEquals(exact, floats.floats()[i], 1e-7, "value " + i);
        }
    }

    /** Pixels of one colour, as Pillow 9.4 gives them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "grey of 1 bit,              1, 1, 1, 0, 255",
        "grey of 2 bits,             1, 2, 2, 0, 170",
        "grey of 4 bits,             1, 4, 9, 0, 153",
        "grey of 12 bits,            1, 12, 2000, 0, 125",
        "white is zero,              0, 8, 200, 0, 55",
        "white is zero of 1 bit,     0, 1, 1, 0, 0",
        "white is zero of 16 bits,   0, 16, 51200, 0, 55",
        "transparency mask,          4, 1, 1, 0, 255",
        "palette of 4 bits,          3, 4, 5, 0, 50 100 10",
        "palette of 8 bits,          3, 8, 5, 0, 50 100 10",
        "CMYK,                       5, 8, 10 100 200 50, 0, 44 125 197",
        "CMYK of 16 bits,            5, 16, 2560 25600 51200 12800, 0, 44 125 197",
        "grey and alpha,             1, 8, 90 128, 2, 90 90 90 128",
        "colour times alpha,         2, 8, 100 50 25 128, 1, 50 100 199 128",
    })
    void coloursAreWhatOtherReadersGive(
            String name, int photometric, int bits, String stored, int extra, String expected) throws Exception {
        String[] samples = stored.split(" ");
        TiffFixture file = new TiffFixture(9, 5, samples.length, bits, (x, y, s) -> Long.parseLong(samples[s]))
                .tag(262, photometric);
        if (extra > 0) {
            file.tag(338, extra);
        }
        if (photometric == 3) {
            long[] map = new long[3 << bits];
            map[5] = 10 << 8;
            map[(1 << bits) + 5] = 100 << 8;
            map[(2 << bits) + 5] = 50 << 8;
            file.tag(320, map);
        }

        Image image = decoder.decode(file.bytes());

        String[] channels = expected.split(" ");
        assertEquals(new ImageShape(5, 9, channels.length), image.shape());
        for (int i = 0; i < image.shape().size(); i++) {
            assertEquals(Integer.parseInt(channels[i % channels.length]), image.pixels()[i] & 0xff, 1, name);
        }
    }

    @Test
    void alphaIsNotInvertedWhereWhiteIsZero() throws Exception {
        long[] stored = {200, 255};
        TiffFixture file =
                new TiffFixture(9, 5, 2, 8, (x, y, s) -> stored[s]).tag(262, 0).tag(338, 2);

        Image image = decoder.decode(file.bytes());

        assertEquals(new ImageShape(5, 9, 4), image.shape());
        for (int i = 0; i < image.shape().size(); i++) {
            assertEquals(i % 4 == 3 ? 255 : 55, image.pixels()[i] & 0xff, "value " + i);
        }
    }

    @Test
    void jpegInTiffIsThatJpeg() throws Exception {
        byte[] jpeg = EncodedFixture.encode(EncodedFixture.picture(16, 8, BufferedImage.TYPE_3BYTE_BGR), "jpg");
        TiffFixture file = new TiffFixture(16, 16, 3, 8, (x, y, s) -> 0)
                .tag(262, 6)
                .compressed(TiffFixture.JPEG)
                .strips(8)
                .parts(jpeg, jpeg);

        Image image = decoder.decode(file.bytes());

        byte[] pixels = decoder.decode(jpeg).pixels();
        for (int i = 0; i < image.pixels().length; i++) {
            assertEquals(pixels[i % pixels.length] & 0xff, image.pixels()[i] & 0xff);
        }
    }

    @Test
    void firstOfPagesThatFormARingIsRead() throws Exception {
        byte[] encoded = bytes(1).bytes();
        byte[] expected = decoder.decode(encoded).pixels();
        ByteBuffer file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(4);
        file.putInt(directory + 2 + 12 * file.getShort(directory), directory);

        assertArrayEquals(expected, decoder.decode(encoded).pixels());
    }

    @Test
    void orientationIsRemembered() throws Exception {
        byte[] encoded = bytes(3).tag(274, 6).bytes();

        assertEquals(
                6,
                new TiffDecoder().decode(encoded, DecodingOptions.upTo(1_000)).exifOrientation());
    }

    @Test
    void blackImageMayBeAsSmallAsDeflateMakesIt() throws Exception {
        TiffFixture file = new TiffFixture(1_000, 1_000, 1, 8, (x, y, s) -> 0).compressed(DEFLATE);

        assertEquals(
                new ImageShape(1_000, 1_000, 1), decoder.decode(file.bytes()).shape());
    }
}
