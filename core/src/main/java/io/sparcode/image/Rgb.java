package io.sparcode.image;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A colour in sRGB.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Rgb(int red, int green, int blue) implements Serializable {
    /** Black, {@code #000000}. */
    public static final Rgb BLACK = new Rgb(0, 0, 0);

    private static final Pattern TEXT = Pattern.compile("#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})");

    /** Checks the ranges. */
    public Rgb {
        if ((red | green | blue) >>> 8 != 0) {
            throw new IllegalArgumentException(
                    "red, green and blue must be 0 to 255, were " + red + ", " + green + " and " + blue);
        }
    }

    /**
     * Returns the colour of a text such as {@code #ff8000}.
     *
     * @throws IllegalArgumentException if it is none; the message goes after the name of what it was to be
     */
    public static Rgb of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "must be # and six hexadecimal digits, red, green and blue, such as \"#ffffff\", was \"" + text
                            + "\"");
        }
        return new Rgb(
                Integer.parseInt(parts.group(1), 16),
                Integer.parseInt(parts.group(2), 16),
                Integer.parseInt(parts.group(3), 16));
    }

    /** Returns the text that {@link #of} takes. */
    @Override
    public String toString() {
        return String.format("#%02x%02x%02x", red, green, blue);
    }
}
