package io.sparcode.jobs;

import io.sparcode.config.ReferenceKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of a job as its help shows them: name, default and what it means. */
final class KeyHelp {
    private KeyHelp() {}

    /** Returns the lines, sections after one another. */
    static List<String> lines(Set<String> sections) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Keys, with their defaults:");
        for (ReferenceKeys.Key key : new ReferenceKeys().ofSections(sections)) {
            lines.add("");
            lines.add("  " + key.path() + " = " + key.defaultValue());
            key.comment().forEach(comment -> lines.add("      " + comment));
        }
        return lines;
    }
}
