package io.sparcode.dataset;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The numbers that names of labels get. A name that is a number, such as 7 or 007, keeps it. Others are numbered in the
 * order of their characters' codes, in which 10 comes before 2 and Z before a: from 0 where no name is a number, else from
 * the number after the greatest.
 *
 * @param numbers the number of each name
 * @param names what the labels stand for, by label; empty where every name is a number
 */
record LabelNumbers(Map<String, Integer> numbers, List<String> names) {
    /** Java's own order is of units of UTF-16, in which emojis come before some characters of lower codes. */
    private static final Comparator<String> BY_CODES =
            Comparator.comparing(name -> name.codePoints().toArray(), Arrays::compare);

    private static final BigInteger GREATEST = BigInteger.valueOf(Integer.MAX_VALUE);
    /** Names beside numbers get a list from 0 to the greatest, which is to stay a list that one can read. */
    private static final int MOST_NAMED = 100_000;

    private static final int SHOWN = 20;

    /**
     * Numbers names.
     *
     * @param what the names are of, such as folder
     * @throws BadDataException if two of them are the same number, one is a number that a label cannot be, or names would
     *     have to be numbered after a number of more than 100,000
     */
    static LabelNumbers of(Collection<String> names, String what) {
        Map<String, Integer> numbers = new HashMap<>();
        Map<Integer, String> taken = new HashMap<>();
        SortedSet<String> words = new TreeSet<>(BY_CODES);
        int next = 0;
        for (String name : new TreeSet<>(names)) {
            if (!name.matches("[-+]?[0-9]+([.,][0-9]+)?")) {
                words.add(name);
                continue;
            }
            int number = number(name, what);
            String twin = taken.put(number, name);
            if (twin != null) {
                throw new BadDataException(what + "s '" + twin + "' and '" + name + "' stand for one label, " + number
                        + "; rename one of them, or put a letter before all of them to have them numbered in order");
            }
            numbers.put(name, number);
            next = Math.max(next, number == Integer.MAX_VALUE ? number : number + 1);
        }
        if (words.isEmpty()) {
            return new LabelNumbers(numbers, List.of());
        }
        if (next > MOST_NAMED) {
            throw new BadDataException(what + " '" + taken.get(Collections.max(taken.keySet()))
                    + "' is a number above " + MOST_NAMED + " and " + what + " '" + words.first()
                    + "' is none; rename them so that all are numbers, or none is");
        }
        List<String> byNumber = new ArrayList<>();
        for (int number = 0; number < next; number++) {
            byNumber.add(taken.getOrDefault(number, Integer.toString(number)));
        }
        for (String word : words) {
            numbers.put(word, byNumber.size());
            byNumber.add(word);
        }
        return new LabelNumbers(numbers, byNumber);
    }

    private static int number(String name, String what) {
        if (name.matches("[0-9]+")) {
            BigInteger number = new BigInteger(name);
            if (number.compareTo(GREATEST) <= 0) {
                return number.intValue();
            }
        }
        throw new BadDataException(what + " '" + name
                + "' is a number that a label cannot be, which is a whole one of 0 to "
                + GREATEST + "; rename the " + what + "s, for example with a letter before the number, to have them"
                + " numbered in order");
    }

    /** Returns names that differ in case alone, which a reader may have meant to be one; empty where there are none. */
    List<String> alikeButForCase() {
        Map<String, List<String>> alike = new TreeSet<>(numbers.keySet())
                .stream().collect(Collectors.groupingBy(name -> name.toLowerCase(Locale.ROOT)));
        return alike.values().stream()
                .filter(names -> names.size() > 1)
                .flatMap(List::stream)
                .sorted()
                .toList();
    }

    /** Returns the table of names and numbers on one line, the first 20 and how many there are. */
    @Override
    public String toString() {
        List<Map.Entry<String, Integer>> table =
                numbers.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
        return table.stream()
                        .limit(SHOWN)
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + (table.size() > SHOWN ? " and so on, " + table.size() + " labels" : "");
    }
}
