package io.sparcode.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns that are written as folders, as Hive and Spark write them: {@code label=cat/part-00000.parquet}. */
final class PartitionFolders {
    /** What stands for null. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final Pattern FOLDER = Pattern.compile("([^=]+)=(.*)");
    private static final Pattern ESCAPED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    private PartitionFolders() {}

    /** Returns the names of the columns that a file's folders give, its name taken below the input's root. */
    static Set<String> columns(String relative) {
        Set<String> columns = new TreeSet<>();
        String[] parts = relative.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            Matcher folder = FOLDER.matcher(parts[i]);
            if (folder.matches()) {
                columns.add(unescaped(folder.group(1)));
            }
        }
        return columns;
    }

    /** Returns the value that a file's folders give a column, or null; the innermost where several do. */
    static String value(String relative, String column) {
        String value = null;
        String[] parts = relative.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            Matcher folder = FOLDER.matcher(parts[i]);
            if (folder.matches() && unescaped(folder.group(1)).equals(column)) {
                value = folder.group(2).equals(NULL) ? null : unescaped(folder.group(2));
            }
        }
        return value;
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(decoded(found.group())));
    }

    /** PyArrow escapes the bytes of UTF-8, Hive and Spark characters of ASCII alone; others may escape Latin letters. */
    private static String decoded(String escapes) {
        byte[] bytes = HexFormat.of().parseHex(escapes.replace("%", ""));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
