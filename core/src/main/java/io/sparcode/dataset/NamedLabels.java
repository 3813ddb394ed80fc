package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The numbers of labels that are given as names: where every name is a whole number as numbers are written, that number;
 * else the name's place among the sorted names.
 *
 * @param numbers by name
 * @param names by number; empty where the names are the numbers
 */
record NamedLabels(Map<String, Integer> numbers, List<String> names) {
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,8}");

    static NamedLabels of(SortedSet<String> sorted) {
        Map<String, Integer> numbers = new TreeMap<>();
        if (sorted.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
            sorted.forEach(name -> numbers.put(name, Integer.valueOf(name)));
            return new NamedLabels(numbers, List.of());
        }
        List<String> names = new ArrayList<>(sorted);
        for (int number = 0; number < names.size(); number++) {
            numbers.put(names.get(number), number);
        }
        return new NamedLabels(numbers, names);
    }
}
