package io.sparcode.dataset;

import java.util.regex.Pattern;

/** What the published datasets' file names say. */
final class SourceNames {
    /** {@code t10k-images-idx3-ubyte}, {@code test_batch.bin}, {@code emnist-letters-test-images-idx3-ubyte}. */
    private static final Pattern TEST_FILE = Pattern.compile("(^|[-_.])(t10k|test)([-_.]|$)");

    private static final Pattern SHARD = Pattern.compile("[-_][0-9]{5}-of-[0-9]{5}[^/]*$");

    private SourceNames() {}

    /** Returns the split that a file of records belongs to, or null where its name does not say test. */
    static String splitOfFile(String name) {
        return TEST_FILE.matcher(name).find() ? ImageRows.TEST : null;
    }

    /** Returns the split that a word stands for in any case, such as {@code Val} for validation, or null. */
    static String splitOf(String word) {
        return FolderName.split(word)
                .filter(name -> name.rest().isEmpty())
                .map(FolderName::split)
                .orElse(null);
    }

    /**
     * Returns the split that the name of a file of many records says with its first or its last word, such as
     * {@code train-00000-of-00001.parquet} or {@code digits_test.parquet}, or else the nearest folder that is called so; null
     * where they say none, or a name says two.
     */
    static String splitOfPath(String relative) {
        String[] parts = relative.split("/");
        String[] words = parts[parts.length - 1].replaceFirst("\\..*", "").split("[-_]");
        String first = words.length == 0 ? null : splitOf(words[0]);
        String last = words.length == 0 ? null : splitOf(words[words.length - 1]);
        if (first != null && last != null && !first.equals(last)) {
            return null;
        }
        String split = first == null ? last : first;
        for (int i = parts.length - 2; i >= 0 && split == null; i--) {
            split = splitOf(parts[i]);
        }
        return split;
    }

    /** Returns whether a file is a numbered part, such as {@code train-00000-of-00001.parquet}. */
    static boolean isShard(String relative) {
        return SHARD.matcher(relative).find();
    }

    /** Returns a name without the ending of compression, so that unpacking a file leaves its records' ids. */
    static String withoutGz(String name) {
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }
}
