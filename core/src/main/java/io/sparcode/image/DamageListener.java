package io.sparcode.image;

import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Remembers the first warning that says that pixels are missing or made up: the JDK's JPEG reader fills a file that is
 * cut off with grey and only warns.
 */
final class DamageListener implements IIOReadWarningListener {
    /** Found in pictures that are whole: stray bytes between segments, thumbnails and colour profiles not used here. */
    private static final List<String> HARMLESS =
            List.of("extraneous bytes", "JFIF", "thumbnail", "ICC", "Adobe marker", "Metadata", "metadata");

    private String warning;

    @Override
    public void warningOccurred(ImageReader source, String text) {
        if (warning == null && HARMLESS.stream().noneMatch(text::contains)) {
            warning = text;
        }
    }

    void check(String format) throws UnreadableImageException {
        if (warning != null) {
            throw new UnreadableImageException(format + " is damaged or cut off: " + warning);
        }
    }
}
