package io.sparcode.report;

/**
 * A picture of a report.
 *
 * @param name its file's, without {@code .png}
 * @param caption what it shows, in a sentence
 * @param alternative what is to be seen on it, for those who do not see it
 * @param png the file
 */
public record Picture(String name, String caption, String alternative, byte[] png) {
    /** Checks that there is a text for everybody. */
    public Picture {
        if (name.isBlank() || caption.isBlank() || alternative.isBlank()) {
            throw new IllegalArgumentException("a picture must have a name, a caption and an alternative text, had '"
                    + name + "', '" + caption + "' and '" + alternative + "'");
        }
    }
}
