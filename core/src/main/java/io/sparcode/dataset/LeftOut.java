package io.sparcode.dataset;

import java.util.List;

/**
 * Files of an input that were not read, as their names or folders say that they are none of its images.
 *
 * @param reason why
 * @param files how many, at least 1
 * @param examples the first of their names below the input's root, at most 5
 */
public record LeftOut(String reason, long files, List<String> examples) {
    private static final int EXAMPLES = 5;

    /** Takes an unmodifiable copy. */
    public LeftOut {
        examples = List.copyOf(examples);
    }

    /** Returns files of these names, at least one. */
    static LeftOut of(String reason, List<String> names) {
        return new LeftOut(reason, names.size(), names.subList(0, Math.min(EXAMPLES, names.size())));
    }

    /** Returns what a log says of them. */
    @Override
    public String toString() {
        return files + (files == 1 ? " file was" : " files were") + " left out: " + reason + "; "
                + (files == 1 ? "" : "such as ") + String.join(", ", examples);
    }
}
