package io.sparcode.dataset;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;

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
        if (name.endsWith(".tgz")) {
            return name.substring(0, name.length() - 3) + "tar";
        }
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    /**
     * Checks that no file is there both packed and unpacked, as its records would be read twice, under the same ids.
     *
     * @param files those of the input that are read; one that comes again is no copy of itself
     * @throws BadDataException if one is, with both paths
     */
    static void requireNoCopies(InputFiles input, Collection<FileStatus> files) {
        Map<String, FileStatus> byName = new HashMap<>();
        for (FileStatus file : files) {
            FileStatus twin = byName.put(withoutGz(input.relative(file.getPath())), file);
            if (twin != null && !twin.equals(file)) {
                throw new BadDataException(twin.getPath() + " and " + file.getPath()
                        + " have the same name but for .gz or .tgz; remove one, or name the other alone as input");
            }
        }
    }
}
