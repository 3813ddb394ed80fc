package io.sparcode.image;

import java.util.Locale;

/** How precisely pixels are kept. */
public enum PixelValues {
    /** As bytes: of values of 16 bits the higher 8. */
    BYTES,
    /** As 32-bit floats on [0, 1]: values of 8 bits divided by 255, of 16 bits by 65,535. */
    FLOATS;

    /** Returns the name as the configuration has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
