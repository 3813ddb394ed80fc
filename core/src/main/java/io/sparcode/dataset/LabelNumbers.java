package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Numbers for labels that are written as text: numbers stand for themselves, names for their places when sorted. */
final class LabelNumbers {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names;

    /**
     * Numbers labels.
     *
     * @param where what messages call the place where they are from
     * @throws BadDataException if some are numbers and others are names, or two are the same number, or there are more than
     *     {@value ImageRows#MAX_LABELS} names
     */
    LabelNumbers(Iterable<String> labels, String where) {
        SortedSet<String> texts = new TreeSet<>();
        SortedSet<String> whole = new TreeSet<>();
        for (String label : labels) {
            (label.matches("-?[0-9]{1,9}") ? whole : texts).add(label);
        }
        if (!texts.isEmpty() && !whole.isEmpty()) {
            throw new BadDataException("labels must all be numbers, or all be names; " + where + " are the number "
                    + whole.first() + " and the name " + texts.first());
        }
        if (texts.size() > ImageRows.MAX_LABELS) {
            throw new BadDataException("labels must be at most " + ImageRows.MAX_LABELS + " names; " + where
                    + " are more, such as " + texts.first());
        }
        Map<Integer, String> taken = new HashMap<>();
        for (String label : whole) {
            String twin = taken.put(Integer.valueOf(label), label);
            if (twin != null) {
                throw new BadDataException(
                        "labels must be different numbers; " + where + " are " + twin + " and " + label);
            }
            numbers.put(label, Integer.valueOf(label));
        }
        names = new ArrayList<>(texts);
        for (int label = 0; label < names.size(); label++) {
            numbers.put(names.get(label), label);
        }
    }

    /** Returns the number of each label, by its text. */
    Map<String, Integer> numbers() {
        return numbers;
    }

    /** Returns what the numbers stand for; empty where they stand for themselves. */
    List<String> names() {
        return names;
    }
}
