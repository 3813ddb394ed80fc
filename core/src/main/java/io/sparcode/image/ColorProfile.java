package io.sparcode.image;

import java.util.Locale;

/** What becomes of a colour profile that lies in an image file. */
public enum ColorProfile {
    /** Nothing: pixels are the stored values, as most libraries for machine learning read them. */
    IGNORE,
    /** It is applied: pixels are brought to sRGB. */
    SRGB;

    /** Returns the name as the configuration has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
