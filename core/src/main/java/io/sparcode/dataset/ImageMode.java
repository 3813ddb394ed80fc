package io.sparcode.dataset;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.image.UnreadableImageException;
import org.apache.spark.sql.Column;

/**
 * The kind of an image's values and the number of its channels, which OpenCV and Spark's image schema write as one number:
 * the depth (0 for unsigned bytes, 5 for 32-bit floats), plus 8 times one less than the channels.
 *
 * @param values bytes or floats
 * @param channels 1 to {@link ImageShape#MOST_CHANNELS}
 */
public record ImageMode(PixelValues values, int channels) {
    /** The number of floats' depth; a mode's depth is its remainder by {@link #DEPTHS}. */
    public static final int FLOATS = 5;

    /** How many depths OpenCV numbers. */
    public static final int DEPTHS = 8;

    private static final String OF_FLOATS = " of floats";
    private static final String[] NAMES = {"8U", "8S", "16U", "16S", "32S", "32F", "64F", "16F"};

    static ImageMode of(PixelValues values, int channels) {
        return new ImageMode(values, channels);
    }

    static ImageMode of(Image image) {
        return new ImageMode(image.values(), image.shape().channels());
    }

    /**
     * Reads a mode.
     *
     * @throws UnreadableImageException if it is one of other values, or of another number of channels
     */
    static ImageMode read(int number, int channels) throws UnreadableImageException {
        for (PixelValues values : PixelValues.values()) {
            if (of(values, channels).number() == number) {
                return of(values, channels);
            }
        }
        throw new UnreadableImageException("the image has mode " + number + name(number) + "; of " + channels
                + (channels == 1 ? " channel " : " channels ") + of(PixelValues.BYTES, channels) + " and "
                + of(PixelValues.FLOATS, channels) + " are read");
    }

    /**
     * Reads what values an image has, without regard to its channels.
     *
     * @param mode null for bytes
     * @throws UnreadableImageException if they are neither bytes nor floats
     */
    public static PixelValues values(Integer mode) throws UnreadableImageException {
        int depth = mode == null ? 0 : Math.floorMod(mode, DEPTHS);
        if (depth != 0 && depth != FLOATS) {
            throw new UnreadableImageException("the image has mode " + mode + name(mode)
                    + "; unsigned bytes (CV_8U) and 32-bit floats (CV_32F) are read");
        }
        return depth == 0 ? PixelValues.BYTES : PixelValues.FLOATS;
    }

    /** Returns what follows the shape of images of such values, where they are not bytes. */
    static String words(PixelValues values) {
        return values == PixelValues.BYTES ? "" : OF_FLOATS;
    }

    /** As {@link #words(PixelValues)}, of a column of modes. */
    static Column words(Column mode) {
        Column depth = pmod(mode, lit(DEPTHS));
        return when(mode.isNull().or(depth.equalTo(0)), lit(""))
                .when(depth.equalTo(FLOATS), lit(OF_FLOATS))
                .otherwise(concat(lit(" of mode "), mode));
    }

    private static String name(int number) {
        return number < 0 ? "" : " (CV_" + NAMES[number % DEPTHS] + "C" + (number / DEPTHS + 1) + ")";
    }

    /** Returns OpenCV's number. */
    int number() {
        return (values == PixelValues.BYTES ? 0 : FLOATS) + (channels - 1) * DEPTHS;
    }

    /** Returns how many bytes a value has. */
    int bytesOfValue() {
        return values == PixelValues.BYTES ? 1 : Float.BYTES;
    }

    @Override
    public String toString() {
        return number() + name(number());
    }
}
