package io.sparcode.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How the numbers of one record of an array are an image: an array is [records, height, width], [records, height, width,
 * channels] or [records, channels, height, width]; three and four channels are red, green, blue and perhaps alpha, others are
 * bands.
 *
 * @param type unsigned of 8 or 16 bits, truth values, or floating point on [0, 1]
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 (grey), 3 (colour), 4 (colour with alpha), or any other number of bands
 * @param planes whether each channel lies by itself, instead of the channels of a pixel side by side
 */
public record ArrayPixels(ElementType type, int height, int width, int channels, boolean planes)
        implements Serializable {
    private static final int WHITE = 255;
    private static final float WHITE_16 = 65_535;

    /**
     * Returns how the records of an array are images.
     *
     * @param labelled whether a label is known for each of the array's first axis, which are records then
     * @throws UnreadableImageException if they are none, or could be so in several ways
     */
    public static ArrayPixels of(ElementType type, long[] array, boolean labelled) throws UnreadableImageException {
        boolean allowed = switch (type.kind()) {
            case BOOL, FLOAT -> true;
            case UINT -> type.bytes() <= 2;
            case INT -> false;
        };
        if (!allowed) {
            throw new UnreadableImageException("its numbers are of type " + type + ", which has no one value of white;"
                    + " allowed are uint8, uint16, bool, and float32 or float64 on [0, 1]");
        }
        String text = text(array);
        for (int i = 1; i < array.length; i++) {
            if (array[i] < 1 || array[i] > Integer.MAX_VALUE) {
                throw new UnreadableImageException(
                        "its shape is " + text + ", whose axes but the first must be 1 to " + Integer.MAX_VALUE);
            }
        }
        return switch (array.length) {
            case 3 -> grey(type, array, labelled, text);
            case 4 -> withChannels(type, array, text);
            case 2 ->
                throw new UnreadableImageException("its shape is " + text + ", rows of numbers and not images;"
                        + " reshape it to [records, height, width]");
            default ->
                throw new UnreadableImageException("its shape is " + text + "; allowed are [records, height, width],"
                        + " [records, height, width, channels] and [records, channels, height, width]");
        };
    }

    private static ArrayPixels grey(ElementType type, long[] array, boolean labelled, String text)
            throws UnreadableImageException {
        if (!labelled && (isColours(array[2]) || isColours(array[0]))) {
            throw new UnreadableImageException("its shape is " + text + ", which may be one image of colour or "
                    + array[0] + " grey ones; reshape it to [records, height, width, channels]");
        }
        return checked(type, array[1], array[2], 1, false, text);
    }

    private static boolean isColours(long channels) {
        return channels == 3 || channels == 4;
    }

    private static boolean isBands(long channels) {
        return channels <= ImageShape.MOST_CHANNELS;
    }

    private static ArrayPixels withChannels(ElementType type, long[] array, String text)
            throws UnreadableImageException {
        // Of square images it is clear which axis the bands are, unless these are as many as rows.
        boolean last = array[3] == 1
                || isColours(array[3])
                || array[1] == array[2] && isBands(array[3]) && array[3] != array[2];
        boolean first = array[1] == 1
                || isColours(array[1])
                || array[2] == array[3] && isBands(array[1]) && array[1] != array[2];
        if (first && last) {
            throw new UnreadableImageException(
                    "its shape is " + text + ", where both the second axis and the last may be"
                            + " the channels; make the others longer, or leave an axis of 1 away");
        }
        if (!first && !last) {
            throw new UnreadableImageException(
                    "its shape is " + text + ", where neither the second axis nor the last is"
                            + " clearly the channels: 1, 3 or 4, or at most " + ImageShape.MOST_CHANNELS
                            + " bands beside two equal axes of another length");
        }
        return last
                ? checked(type, array[1], array[2], array[3], false, text)
                : checked(type, array[2], array[3], array[1], true, text);
    }

    private static ArrayPixels checked(
            ElementType type, long height, long width, long channels, boolean planes, String text)
            throws UnreadableImageException {
        // Both factors of the first product are less than 2^31.
        if (height * width > Integer.MAX_VALUE || height * width * channels * type.bytes() > Integer.MAX_VALUE - 16) {
            throw new UnreadableImageException("its shape is " + text + ", images of more than the " + Integer.MAX_VALUE
                    + " bytes that fit in memory");
        }
        return new ArrayPixels(type, (int) height, (int) width, (int) channels, planes);
    }

    /** Returns a shape as Python writes it in a list. */
    public static String text(long[] array) {
        return Arrays.stream(array).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns the shape of every image. */
    public ImageShape shape() {
        return new ImageShape(height, width, channels);
    }

    /**
     * Returns a record's image: of floats where these are asked for and the numbers have more than 8 bits, else of bytes,
     * which are the higher 8 bits of integers and the nearest to numbers of floating point.
     *
     * @throws UnreadableImageException if a number of floating point is not on [0, 1]
     */
    public Image image(byte[] record, PixelValues values) throws UnreadableImageException {
        ImageShape shape = shape();
        boolean precise = type.bytes() > 1 && values == PixelValues.FLOATS;
        byte[] bytes = new byte[precise ? 0 : shape.size()];
        float[] floats = new float[precise ? shape.size() : 0];
        int pixels = height * width;
        for (int channel = 0; channel < channels; channel++) {
            // Red, green and blue become blue, green and red; bands stay as they are.
            int to = isColours(channels) && channel < 3 ? 2 - channel : channel;
            for (int pixel = 0; pixel < pixels; pixel++) {
                int from = planes ? channel * pixels + pixel : pixel * channels + channel;
                if (precise) {
                    floats[pixel * channels + to] = precise(record, from);
                } else {
                    bytes[pixel * channels + to] = coarse(record, from);
                }
            }
        }
        return precise ? Image.ofFloats(shape, floats) : new Image(shape, bytes);
    }

    private float precise(byte[] record, int index) throws UnreadableImageException {
        return type.isWhole() ? type.whole(record, index) / WHITE_16 : (float) real(record, index);
    }

    private byte coarse(byte[] record, int index) throws UnreadableImageException {
        return switch (type.kind()) {
            case BOOL -> (byte) (record[index] == 0 ? 0 : WHITE);
            case FLOAT -> (byte) Math.round(WHITE * real(record, index));
            default -> type.bytes() == 1 ? record[index] : (byte) (type.whole(record, index) >> Byte.SIZE);
        };
    }

    private double real(byte[] record, int index) throws UnreadableImageException {
        double value = type.real(record, index);
        if (!(value >= 0 && value <= 1)) {
            throw new UnreadableImageException("a pixel is " + value + ", " + type
                    + " must be on [0, 1]: divide the array by its white, or convert it to uint8");
        }
        return value;
    }
}
