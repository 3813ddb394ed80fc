package io.sparcode.dataset;

import io.sparcode.dataset.ParquetField.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/** A column with a meaning, wherever it lies in an input's files: some may lack it, and spell or type it differently. */
final class ParquetColumn {
    private final ParquetFiles files;
    private final String name;
    private final Map<ParquetFooter, ParquetField> fields = new LinkedHashMap<>();
    private final String partition;

    private ParquetColumn(ParquetFiles files, String name, String partition) {
        this.files = files;
        this.name = name;
        this.partition = partition;
    }

    /**
     * Finds the column of a configuration's key.
     *
     * @param option the key's value: a name, empty for the usual one, or none
     * @param usual the usual name
     * @param key how the key ends
     * @param mayBeFolders whether the files' folders may give the column
     * @throws BadDataException if a column that was named is not there, or the name may be several
     */
    static Optional<ParquetColumn> find(
            ParquetFiles files, String option, String usual, String key, boolean mayBeFolders) {
        if (option.equals(IngestOptions.Parquet.NONE)) {
            return Optional.empty();
        }
        Optional<ParquetColumn> found =
                named(files, option.isEmpty() ? usual : option, option.isEmpty(), key, mayBeFolders);
        if (found.isEmpty() && !option.isEmpty()) {
            throw files.bad(
                    "has no column '" + option + "', which " + key(key) + " names; it has " + description(files));
        }
        return found;
    }

    private static Optional<ParquetColumn> named(
            ParquetFiles files, String name, boolean isUsual, String key, boolean mayBeFolders) {
        String partition = mayBeFolders
                ? files.partitions().stream()
                        .filter(name::equalsIgnoreCase)
                        .findFirst()
                        .orElse(null)
                : null;
        ParquetColumn column = new ParquetColumn(files, name, partition);
        for (ParquetFooter footer : files.groups().keySet()) {
            if (isUsual) {
                requireOne(files, footer, name, key);
            }
            try {
                ParquetField.find(footer.schema(), name).ifPresent(field -> column.fields.put(footer, field));
            } catch (BadDataException e) {
                throw files.bad("has in " + files.example(footer) + " several such columns: " + e.getMessage() + "; "
                        + key(key) + " names the one");
            }
        }
        return column.fields.isEmpty() && partition == null ? Optional.empty() : Optional.of(column);
    }

    /** A usual name beside one that differs in case alone says nothing of which is meant. */
    private static void requireOne(ParquetFiles files, ParquetFooter footer, String name, String key) {
        List<String> alike = new ArrayList<>();
        for (String column : footer.schema().fieldNames()) {
            if (column.equalsIgnoreCase(name)) {
                alike.add(column);
            }
        }
        if (alike.size() > 1) {
            throw files.bad("has in " + files.example(footer) + " the columns " + String.join(" and ", alike) + "; "
                    + key(key) + " names the one that is meant");
        }
    }

    static String key(String key) {
        return "ingest.parquet." + key;
    }

    /** Returns the columns of all files with their types, and of their folders. */
    static String description(ParquetFiles files) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (ParquetFooter footer : files.groups().keySet()) {
            for (StructField field : footer.schema().fields()) {
                columns.putIfAbsent(field.name(), field.dataType().catalogString());
            }
        }
        files.partitions().forEach(folder -> columns.putIfAbsent(folder, "folders"));
        return columns.entrySet().stream()
                .map(column -> column.getKey() + " " + column.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns what the column is used as: of one kind in all files, of which whole numbers and others are numbers.
     *
     * @return {@link Kind#OTHER} where nothing but nulls is in it
     * @throws BadDataException if the kinds of two files do not go together
     */
    Kind kind() {
        if (partition != null) {
            requireAlwaysPartition();
            return Kind.TEXT;
        }
        Map<Kind, ParquetFooter> kinds = kinds();
        if (kinds.isEmpty()) {
            return Kind.OTHER;
        }
        List<Kind> found = List.copyOf(kinds.keySet());
        Kind last = found.get(found.size() - 1);
        boolean areNumbers = kinds.size() == 2 && kinds.containsKey(Kind.WHOLE_NUMBERS) && last == Kind.NUMBERS;
        if (kinds.size() > 1 && !areNumbers) {
            throw files.bad("has " + described(kinds.get(found.get(0))) + " and " + described(kinds.get(last))
                    + "; the files do not go together");
        }
        return last;
    }

    /** Returns the kinds that the files have the column in, each with an example. */
    private Map<Kind, ParquetFooter> kinds() {
        Map<Kind, ParquetFooter> kinds = new EnumMap<>(Kind.class);
        fields.forEach((footer, field) -> {
            if (!footer.isNull(field)) {
                kinds.putIfAbsent(field.kind(), footer);
            }
        });
        return kinds;
    }

    private void requireAlwaysPartition() {
        for (ParquetFooter footer : fields.keySet()) {
            for (String file : files.names(footer)) {
                if (!PartitionFolders.columns(file).contains(partition)) {
                    throw files.bad("has " + name + " in the folders of some files, and as a column in " + file
                            + "; the files do not go together");
                }
            }
        }
    }

    private String described(ParquetFooter footer) {
        return "in " + files.example(footer) + " a column " + name + " of type "
                + fields.get(footer).type().catalogString();
    }

    /** Returns whether nothing but nulls is in the column. */
    boolean isNull() {
        return partition == null
                && fields.entrySet().stream().allMatch(entry -> entry.getKey().isNull(entry.getValue()));
    }

    /**
     * Checks what the column is used as, and that its pages can be unpacked.
     *
     * @param key how the key ends that names another
     * @throws BadDataException if it is of none of some kinds, or is compressed as cannot be read here
     */
    Kind require(List<Kind> allowed, String key) {
        fields.forEach((footer, field) -> {
            String codec = footer.codecOf(field);
            if (codec != null) {
                throw files.bad("has in " + files.example(footer) + " a column " + name + " that is compressed with "
                        + codec + "; write it with zstd, snappy or gzip, or put that class on Spark's class path");
            }
        });
        Kind kind = kind();
        if (!isNull() && !allowed.contains(kind)) {
            throw files.bad("has " + described(fields.keySet().iterator().next()) + "; it must be of "
                    + allowed.stream().map(Kind::toString).collect(Collectors.joining(", ")) + ". " + key(key)
                    + " names another column"
                    + (key.startsWith(ImageRows.IMAGE) ? "" : ", or " + IngestOptions.Parquet.NONE));
        }
        return kind;
    }

    /**
     * Checks that the same value is written alike in all files: a whole number as 1 here and as 1.0 there would be two.
     *
     * @throws BadDataException if it is not
     */
    void requireOneKind(String key) {
        Map<Kind, ParquetFooter> kinds = kinds();
        if (kinds.size() > 1) {
            throw files.bad("has " + described(kinds.get(Kind.WHOLE_NUMBERS)) + " and "
                    + described(kinds.get(Kind.NUMBERS)) + ", in which the same number is written differently; "
                    + key(key) + " names another column, or " + IngestOptions.Parquet.NONE);
        }
    }

    /** Returns the folders' column that gives the values, or null. */
    String partition() {
        return partition;
    }

    String name() {
        return name;
    }

    /** Returns what files call it, or the column that it lies in. */
    Set<String> names() {
        return fields.values().stream().map(field -> field.path().get(0)).collect(Collectors.toSet());
    }

    /** Returns whether the column is one of its own and has this name, in any case. */
    boolean isCalled(String other) {
        return partition == null
                && fields.values().stream()
                        .allMatch(field -> field.path().size() == 1
                                && field.path().get(0).toLowerCase(Locale.ROOT).equals(other));
    }

    /** Returns the field of the files of a footer, unless they have none or nothing but nulls. */
    Optional<ParquetField> in(ParquetFooter footer) {
        return partition != null
                ? Optional.empty()
                : Optional.ofNullable(fields.get(footer)).filter(field -> !footer.isNull(field));
    }

    /** Returns whether the files of a footer have the column. */
    boolean isIn(ParquetFooter footer) {
        return fields.containsKey(footer);
    }

    /** Returns what selects the values of the files of a footer as a type, nulls where there are none. */
    Column values(ParquetFooter footer, String type) {
        return in(footer).map(ParquetField::column).orElse(functions.lit(null)).cast(type);
    }
}
