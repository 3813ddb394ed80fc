package io.sparcode.dataset;

import io.sparcode.dataset.ParquetField.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of Parquet files that mean something here.
 *
 * @param image the images
 * @param imageKind encoded, or structs of Spark's schema
 * @param label the classes, or null
 * @param id the names, or null
 * @param split the splits, or null
 * @param factors what else is known of an image, or null
 */
record ParquetColumns(
        ParquetColumn image,
        Kind imageKind,
        ParquetColumn label,
        ParquetColumn id,
        ParquetColumn split,
        ParquetFactors factors) {
    private static final String LABEL_KEY = "label-column";
    private static final String ID_KEY = "id-column";
    private static final String SPLIT_KEY = "split-column";
    private static final String IMAGE_KEY = "image-column";

    /** Where several columns may be the images, these are looked for in turn. */
    private static final List<String> USUAL_IMAGES =
            List.of("image", "img", "content", "data", "bytes", "jpg", "jpeg", "png", "webp");

    private static final List<Kind> IMAGES = List.of(Kind.ENCODED, Kind.STRUCTURED);

    /** Names under which labels often go. */
    private static final Set<String> LIKE_LABELS = Set.of(
            "labels",
            "class",
            "classes",
            "class_id",
            "class_name",
            "category",
            "target",
            "targets",
            "y",
            "cls",
            "fine_label",
            "coarse_label",
            "label_id",
            "label_name",
            "digit");

    /**
     * Finds the columns.
     *
     * @throws BadDataException if there are no images, a column that was named is not there, or one has a wrong type
     */
    static ParquetColumns find(ParquetFiles files, IngestOptions.Parquet options) {
        ParquetColumn image = image(files, options.imageColumn());
        Kind kind = image.require(IMAGES, IMAGE_KEY);
        Optional<ParquetColumn> label =
                ParquetColumn.find(files, options.labelColumn(), ImageRows.LABEL, LABEL_KEY, true);
        label.ifPresent(
                found -> found.require(List.of(Kind.WHOLE_NUMBERS, Kind.NUMBERS, Kind.TEXT, Kind.BOOLEANS), LABEL_KEY));
        Optional<ParquetColumn> id = ParquetColumn.find(files, options.idColumn(), ImageRows.ID, ID_KEY, false);
        id.ifPresent(found -> found.require(List.of(Kind.WHOLE_NUMBERS, Kind.NUMBERS, Kind.TEXT), ID_KEY));
        id.ifPresent(found -> found.requireOneKind(ID_KEY));
        Optional<ParquetColumn> split =
                ParquetColumn.find(files, options.splitColumn(), ImageRows.SPLIT, SPLIT_KEY, true);
        split.ifPresent(found -> found.require(List.of(Kind.TEXT), SPLIT_KEY));
        return new ParquetColumns(
                image,
                kind,
                label.orElse(null),
                id.orElse(null),
                split.orElse(null),
                ParquetFactors.find(files).orElse(null));
    }

    private static ParquetColumn image(ParquetFiles files, String option) {
        if (!option.isEmpty()) {
            return ParquetColumn.find(files, option, option, IMAGE_KEY, false).orElseThrow();
        }
        Map<String, String> candidates = new LinkedHashMap<>();
        for (ParquetFooter footer : files.groups().keySet()) {
            for (StructField field : footer.schema().fields()) {
                if (IMAGES.contains(new ParquetField(List.of(field.name()), field.dataType()).kind())) {
                    candidates.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
                }
            }
        }
        List<String> usual =
                USUAL_IMAGES.stream().filter(candidates::containsKey).toList();
        boolean isClear = usual.size() == 1 || usual.contains(ImageRows.IMAGE);
        String name = candidates.size() == 1 ? candidates.keySet().iterator().next() : isClear ? usual.get(0) : null;
        if (name == null) {
            throw noImages(files, candidates.isEmpty());
        }
        return ParquetColumn.find(files, "", candidates.get(name), IMAGE_KEY, false)
                .orElseThrow();
    }

    private static BadDataException noImages(ParquetFiles files, boolean none) {
        return files.bad("has " + (none ? "no column of images" : "several columns that may be the images")
                + ": that is a struct of Spark's image schema, or encoded images as binary, or a struct with those in a"
                + " field bytes; its columns are " + ParquetColumn.description(files)
                + "; ingest.parquet.image-column names the one");
    }

    /** Returns what a user should know of the columns that are left out: one of them may be meant to be the label. */
    List<String> notes(ParquetFiles files) {
        Map<String, String> left = leftOut(files);
        if (left.isEmpty()) {
            return List.of();
        }
        String names = left.entrySet().stream()
                .map(column -> column.getKey() + " " + column.getValue())
                .collect(Collectors.joining(", "));
        boolean mayBeLabel = label == null
                && left.keySet().stream().anyMatch(name -> LIKE_LABELS.contains(name.toLowerCase(Locale.ROOT)));
        return List.of("columns that are left out: " + names
                + (mayBeLabel
                        ? "; no record has a label, and ingest.parquet.label-column may name one of these to give it"
                        : ""));
    }

    private Map<String, String> leftOut(ParquetFiles files) {
        Map<String, String> left = new LinkedHashMap<>();
        for (ParquetFooter footer : files.groups().keySet()) {
            for (StructField field : footer.schema().fields()) {
                if (!usedIn(footer).contains(field.name())) {
                    left.put(field.name(), field.dataType().catalogString());
                }
            }
        }
        for (ParquetColumn column : all()) {
            // Nothing but nulls is in some files of a column that is used.
            left.keySet().remove(column.name());
        }
        for (String folder : files.partitions()) {
            if (!isPartition(label, folder) && !isPartition(split, folder)) {
                left.put(folder, "folders");
            }
        }
        return left;
    }

    private static boolean isPartition(ParquetColumn column, String folder) {
        return column != null && folder.equals(column.partition());
    }

    private Set<String> usedIn(ParquetFooter footer) {
        Set<String> used = new TreeSet<>();
        for (ParquetColumn column : all()) {
            column.in(footer).ifPresent(field -> used.add(field.path().get(0)));
        }
        if (factors != null) {
            factors.in(footer).ifPresent(field -> used.add(field.path().get(0)));
        }
        return used;
    }

    private List<ParquetColumn> all() {
        List<ParquetColumn> all = new ArrayList<>(List.of(image));
        for (ParquetColumn column : new ParquetColumn[] {label, id, split}) {
            if (column != null) {
                all.add(column);
            }
        }
        return all;
    }

    /** Returns the names of the files' own columns that are used, or that fields lie in that are; factors not among them. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        all().forEach(column -> names.addAll(column.names()));
        return names;
    }

    /** Returns the columns of the files of a footer that have to be read. */
    List<StructField> read(ParquetFooter footer) {
        Set<String> used = usedIn(footer);
        List<StructField> fields = new ArrayList<>();
        for (StructField field : footer.schema().fields()) {
            if (used.contains(field.name())) {
                fields.add(field);
            }
        }
        return fields;
    }
}
