package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the words of an array's name say: the file's and, after them, its own in the file.
 *
 * @param role what it holds; null where no word says it. The last word that does is taken
 * @param split which split its records belong to; null where no word says it
 * @param rest all other words, which an array of images and that of its labels have in common
 */
record ArrayName(Role role, String split, String rest) {
    /** What an array holds. */
    enum Role {
        IMAGES(Set.of("images", "image", "imgs", "img", "pixels", "x")),
        LABELS(Set.of("labels", "label", "targets", "target", "classes", "y"));

        private final Set<String> words;

        Role(Set<String> words) {
            this.words = words;
        }

        private static Role of(String word) {
            for (Role role : values()) {
                if (role.words.contains(word)) {
                    return role;
                }
            }
            return null;
        }
    }

    static ArrayName of(StoredArray array) {
        List<String> words = SourceNames.words(array.fileName() + "/" + array.member());
        Role role = null;
        List<String> rest = new ArrayList<>();
        for (String word : words) {
            Role own = Role.of(word);
            role = own == null ? role : own;
            if (own == null && SourceNames.splitOf(List.of(word)) == null) {
                rest.add(word);
            }
        }
        return new ArrayName(role, SourceNames.splitOf(words), String.join(" ", rest));
    }
}
