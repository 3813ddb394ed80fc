package io.sparcode.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.image.UnreadableImageException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What the values of a label column stand for. A plain value that travels. */
final class ParquetLabels implements Serializable {
    private static final long serialVersionUID = 1;
    /** Of rows without labels, or of labels that stand for themselves. */
    static final ParquetLabels NUMBERS = new ParquetLabels(null, List.of(), 0);

    static final ParquetLabels BOOLEANS = new ParquetLabels(null, List.of("false", "true"), 0);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HashMap<String, Integer> numbers;
    private final ArrayList<String> names;
    private final int classes;

    private ParquetLabels(Map<String, Integer> numbers, List<String> names, int classes) {
        this.numbers = numbers == null ? null : new HashMap<>(numbers);
        this.names = new ArrayList<>(names);
        this.classes = classes;
    }

    /** Returns labels that are numbers and have names, 0 being the first. */
    static ParquetLabels numbers(List<String> names) {
        return new ParquetLabels(null, names, 0);
    }

    /**
     * Returns labels that are numbered by a list of classes: 0 is the first, and -1 stands for no label, as in the test sets of
     * Hugging Face's datasets.
     */
    static ParquetLabels classes(List<String> names) {
        return new ParquetLabels(null, names, names.size());
    }

    /**
     * Returns labels that are text, of these values, numbered as the names of folders are.
     *
     * @throws BadDataException as {@link LabelNumbers#of} does
     */
    static ParquetLabels text(SortedSet<String> values) {
        LabelNumbers named = LabelNumbers.of(values, "label");
        return new ParquetLabels(named.numbers(), named.names(), 0);
    }

    /**
     * Returns the names of the classes of a column by the footers of Hugging Face's datasets; empty where none says so.
     *
     * @throws BadDataException if two footers say different ones
     */
    static List<String> classNames(ParquetFiles files, ParquetColumn column) {
        List<String> names = List.of();
        ParquetFooter first = null;
        for (ParquetFooter footer : files.groups().keySet()) {
            List<String> these =
                    column.in(footer).map(field -> classNames(footer, field)).orElse(List.of());
            if (!these.isEmpty() && first != null && !these.equals(names)) {
                throw files.bad("has other names for the classes of " + column.name() + " in " + files.example(footer)
                        + " than in " + files.example(first) + "; ingest them one by one");
            }
            if (!these.isEmpty()) {
                names = these;
                first = footer;
            }
        }
        return names;
    }

    private static List<String> classNames(ParquetFooter footer, ParquetField field) {
        if (footer.features().isEmpty()) {
            return List.of();
        }
        try {
            JsonNode feature = JSON.readTree(footer.features()).at("/info/features");
            for (String step : field.path()) {
                feature = feature.path(step);
            }
            List<String> names = new ArrayList<>();
            feature.path("names").forEach(name -> names.add(name.asText()));
            return names;
        } catch (JsonProcessingException e) {
            // Another writer's value of that key.
            return List.of();
        }
    }

    List<String> names() {
        return names;
    }

    /** Returns the table of names and numbers on one line. */
    @Override
    public String toString() {
        Map<String, Integer> table = new HashMap<>();
        for (int label = 0; label < names.size(); label++) {
            table.put(names.get(label), label);
        }
        return new LabelNumbers(numbers == null ? table : numbers, names).toString();
    }

    boolean areText() {
        return numbers != null;
    }

    /**
     * Returns the label of a value.
     *
     * @param value text, or a double, or null for none
     * @return null for none
     */
    Integer label(Object value) throws UnreadableImageException {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            Integer label = numbers.get(text);
            if (label == null) {
                throw new UnreadableImageException(
                        "label is '" + text + "', which was not in the column when its values were counted");
            }
            return label;
        }
        double number = (Double) value;
        if (number != (int) number) {
            throw new UnreadableImageException("label is " + number + "; it must be a whole number of 32 bits");
        }
        int label = (int) number;
        if (classes > 0 && label == -1) {
            return null;
        }
        if (classes > 0 && (label < 0 || label >= classes)) {
            throw new UnreadableImageException(
                    "label is " + label + "; the file's names of classes go from 0 to " + (classes - 1));
        }
        return label;
    }
}
