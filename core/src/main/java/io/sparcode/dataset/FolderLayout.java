package io.sparcode.dataset;

import java.util.Locale;

/** What the folders of an input of image files stand for. */
public enum FolderLayout {
    /** Found out from their names. */
    AUTO,
    /** The first folder below the root is the label. */
    LABELS,
    /** The first folder below the root is the split, such as train and test; the one below it is the label. */
    SPLITS;

    /** Returns the name as the configuration has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
