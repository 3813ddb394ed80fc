package io.sparcode.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How images of bands or of floats are shown as pictures, which are grey or colour, of bytes: of many bands the first three
 * are shown, and floats of which a picture would be dark, or that are beyond [0, 1], are stretched.
 */
public final class ShownImages {
    /** Shows floats as they are: 0 is black, 1 is white. */
    public static final ShownImages PLAIN = new ShownImages(0, 1);

    /** The share of values that may be darker than black, and that may be brighter than white. */
    private static final double OUTSIDE = 0.01;
    /** Where the brightest values are darker than this, a picture is stretched. */
    private static final double DARK = 0.5;

    private static final int MOST_VALUES = 1 << 20;
    private static final int COLOURS = 3;

    private final float black;
    private final float white;

    private ShownImages(float black, float white) {
        this.black = black;
        this.white = white;
    }

    /** Chooses what is black and what is white by images that are seen together: bytes are shown as they are. */
    public static ShownImages of(List<Image> images) {
        List<Image> floats = images.stream()
                .filter(image -> image.values() == PixelValues.FLOATS)
                .map(ShownImages::visible)
                .toList();
        long size = floats.stream().mapToLong(image -> image.shape().size()).sum();
        int every = (int) (size / MOST_VALUES + 1);
        float[] values = new float[(int) (size / every) + floats.size()];
        int count = 0;
        for (Image image : floats) {
            for (int i = 0; i < image.floats().length; i += every) {
                values[count++] = image.floats()[i];
            }
        }
        if (count == 0) {
            return PLAIN;
        }
        Arrays.sort(values, 0, count);
        float least = values[(int) (OUTSIDE * (count - 1))];
        float greatest = values[(int) ((1 - OUTSIDE) * (count - 1))];
        boolean fits = least >= 0 && greatest <= 1 && greatest >= DARK;
        return fits || !(greatest > least) ? PLAIN : new ShownImages(least, greatest);
    }

    /** Returns the places of red, green and blue among channels, or that of grey alone. */
    static int[] channels(ImageShape shape) {
        int channels = shape.channels();
        if (channels < COLOURS) {
            return new int[] {0};
        }
        return channels <= COLOURS + 1 ? new int[] {2, 1, 0} : new int[] {0, 1, 2};
    }

    /** Returns an image as a picture has it: 1, 3 or 4 channels of bytes; itself where it is so. */
    public Image shown(Image image) {
        Image visible = visible(image);
        if (visible.values() == PixelValues.BYTES || this == PLAIN) {
            return visible.toBytes();
        }
        float[] values = visible.floats().clone();
        for (int i = 0; i < values.length; i++) {
            boolean alpha = visible.hasAlpha() && i % (COLOURS + 1) == COLOURS;
            values[i] = alpha ? values[i] : (values[i] - black) / (white - black);
        }
        return Image.ofFloats(visible.shape(), values).toBytes();
    }

    /** Returns an image, as bytes or floats as it is, with those of its bands alone that are shown; itself where it has none. */
    public static Image visible(Image image) {
        if (image.isColour()) {
            return image;
        }
        ImageShape from = image.shape();
        int[] rgb = channels(from);
        ImageShape shape = new ImageShape(from.height(), from.width(), rgb.length);
        boolean floats = image.values() == PixelValues.FLOATS;
        byte[] bytes = new byte[floats ? 0 : shape.size()];
        float[] values = new float[floats ? shape.size() : 0];
        for (int i = 0; i < shape.size(); i++) {
            // Blue comes first.
            int source = i / rgb.length * from.channels() + rgb[rgb.length - 1 - i % rgb.length];
            if (floats) {
                values[i] = image.floats()[source];
            } else {
                bytes[i] = image.pixels()[source];
            }
        }
        return floats ? Image.ofFloats(shape, values) : new Image(shape, bytes);
    }

    /** Returns which of an image's channels are shown, as a sentence after a space; empty where all are. */
    public static String bandsNote(ImageShape shape) {
        return switch (shape.channels()) {
            case 1, COLOURS, COLOURS + 1 -> "";
            case 2 -> " Of the 2 bands the first is shown.";
            default -> " Of the " + shape.channels() + " bands the first three are shown, as red, green and blue.";
        };
    }

    /** Returns how values are stretched, as a sentence after a space; empty where they are not. */
    public String note() {
        return this == PLAIN
                ? ""
                : String.format(Locale.ROOT, " Values are stretched: black is %.4g, white %.4g.", black, white);
    }
}
