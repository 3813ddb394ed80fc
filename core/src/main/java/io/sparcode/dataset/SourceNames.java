package io.sparcode.dataset;

import java.util.regex.Pattern;

/** What the published datasets' file names say. */
final class SourceNames {
    /** {@code t10k-images-idx3-ubyte}, {@code test_batch.bin}, {@code emnist-letters-test-images-idx3-ubyte}. */
    private static final Pattern TEST_FILE = Pattern.compile("(^|[-_.])(t10k|test)([-_.]|$)");

    private SourceNames() {}

    /** Returns the split that a file of records belongs to, or null where its name does not say test. */
    static String splitOfFile(String name) {
        return TEST_FILE.matcher(name).find() ? ImageRows.TEST : null;
    }

    /** Returns a name without the ending of compression, so that unpacking a file leaves its records' ids. */
    static String withoutGz(String name) {
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }
}
