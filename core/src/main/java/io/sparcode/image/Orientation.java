package io.sparcode.image;

import java.util.Locale;

/** Which way up an image is read whose file says (in EXIF) how the camera was held. */
public enum Orientation {
    /** As people see it: turned and mirrored as the file says. */
    UPRIGHT,
    /** As its rows are stored. */
    STORED;

    /** Returns the name as the configuration has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
