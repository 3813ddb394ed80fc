package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Images of a tree by the folder that they lie in at one depth. */
final class FolderTree {
    private static final int SHOWN = 10;

    private final List<String> images;
    private final int depth;
    private final Map<String, List<String>> byFolder = new TreeMap<>();
    private final Map<String, String> splits;

    /** Takes images that have their first {@code depth} folders in common. */
    FolderTree(List<String> images, int depth) {
        this.images = images;
        this.depth = depth;
        for (String image : images) {
            byFolder.computeIfAbsent(folder(image, depth), key -> new ArrayList<>())
                    .add(image);
        }
        this.splits = findSplits(folders());
    }

    /** Returns the folder at a depth of a relative path, or an empty name where the file lies above it. */
    static String folder(String image, int depth) {
        int start = 0;
        for (int i = 0; i < depth && start >= 0; i++) {
            start = image.indexOf('/', start) + 1;
            if (start == 0) {
                return "";
            }
        }
        int end = image.indexOf('/', start);
        return end < 0 ? "" : image.substring(start, end);
    }

    /**
     * Returns the splits of those folders whose names are a split's, alone or with a number, or share all else with the
     * name of another split.
     */
    private static Map<String, String> findSplits(List<String> folders) {
        Map<String, FolderName> names = new LinkedHashMap<>();
        for (String folder : folders) {
            FolderName.split(folder).ifPresent(name -> names.put(folder, name));
        }
        Map<String, String> splits = new LinkedHashMap<>();
        names.forEach((folder, name) -> {
            boolean hasTwin = names.values().stream()
                    .anyMatch(other ->
                            other.rest().equals(name.rest()) && !other.split().equals(name.split()));
            if (name.isPlain() || hasTwin) {
                splits.put(folder, name.split());
            }
        });
        return splits;
    }

    List<String> images() {
        return images;
    }

    int depth() {
        return depth;
    }

    /** Returns the folders, sorted. */
    List<String> folders() {
        return byFolder.keySet().stream().filter(folder -> !folder.isEmpty()).toList();
    }

    /** Returns the images that lie in no folder. */
    List<String> direct() {
        return byFolder.getOrDefault("", List.of());
    }

    /** Returns the images below a folder. */
    List<String> in(String folder) {
        return byFolder.get(folder);
    }

    /** Returns the tree below a folder. */
    FolderTree below(String folder) {
        return new FolderTree(in(folder), depth + 1);
    }

    /** Returns whether a folder has no folders. */
    boolean isFlat(String folder) {
        return in(folder).stream().allMatch(image -> folder(image, depth + 1).isEmpty());
    }

    /** Returns the folder that all images lie in, if that is one. */
    Optional<String> only() {
        return byFolder.size() == 1
                ? Optional.of(folders()).filter(all -> !all.isEmpty()).map(all -> all.get(0))
                : Optional.empty();
    }

    /** Returns the split of each folder that stands for one. */
    Map<String, String> splits() {
        return splits;
    }

    /** Returns the folders but for some. */
    List<String> without(Collection<String> some) {
        Set<String> others = Set.copyOf(some);
        return folders().stream().filter(folder -> !others.contains(folder)).toList();
    }

    /** Returns some folders with their numbers of images and the first of those. */
    String counts(Collection<String> some) {
        Iterator<String> shown = some.stream().limit(SHOWN).iterator();
        List<String> counts = new ArrayList<>();
        while (shown.hasNext()) {
            String folder = shown.next();
            counts.add(folder + " (" + in(folder).size() + ", such as "
                    + in(folder).get(0) + ")");
        }
        return counts.stream().collect(Collectors.joining(", "))
                + (some.size() > SHOWN ? " and " + (some.size() - SHOWN) + " more" : "");
    }
}
