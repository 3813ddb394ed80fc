package io.sparcode.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the published datasets' file names say. */
final class SourceNames {
    /** {@code t10k-images-idx3-ubyte}, {@code test_batch.bin}, {@code emnist-letters-test-images-idx3-ubyte}. */
    private static final Pattern TEST_FILE = Pattern.compile("(^|[-_.])(t10k|test)([-_.]|$)");

    /** The spellings of splits that datasets are published with, in lower case. */
    private static final Map<String, String> SPLITS = Map.of(
            "train", ImageRows.TRAIN,
            "training", ImageRows.TRAIN,
            "validation", ImageRows.VALIDATION,
            "valid", ImageRows.VALIDATION,
            "val", ImageRows.VALIDATION,
            "dev", ImageRows.VALIDATION,
            "test", ImageRows.TEST,
            "testing", ImageRows.TEST);

    private SourceNames() {}

    /** Returns the split that a file of records belongs to, or null where its name does not say test. */
    static String splitOfFile(String name) {
        return TEST_FILE.matcher(name).find() ? ImageRows.TEST : null;
    }

    /** Returns the split that a word stands for in any case, such as {@code Val} for validation, or null. */
    static String splitOf(String word) {
        return SPLITS.get(word.toLowerCase(Locale.ROOT));
    }

    /** Returns the split that words of a name stand for, the last that stands for any, or null. */
    static String splitOf(List<String> words) {
        String split = null;
        for (String word : words) {
            String own = word.equals("t10k") ? ImageRows.TEST : splitOf(word);
            split = own == null ? split : own;
        }
        return split;
    }

    /** Returns the words of a name, in lower case: what lies between signs, and between small and capital letters. */
    static List<String> words(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Returns the split that a record keeps of the one that its source says, or null: train is divided where validation or
     * test is not among the splits that there are.
     */
    static String kept(String split, Set<String> all) {
        boolean isDivided =
                ImageRows.TRAIN.equals(split) && !all.containsAll(Set.of(ImageRows.VALIDATION, ImageRows.TEST));
        return isDivided ? null : split;
    }

    /** Returns a name without the ending of compression, so that unpacking a file leaves its records' ids. */
    static String withoutGz(String name) {
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }
}
