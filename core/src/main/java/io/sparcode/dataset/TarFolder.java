package io.sparcode.dataset;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a folder in archives of image files stands for.
 *
 * @param label the text of the label, or null
 * @param split the split, or null
 */
record TarFolder(String label, String split) implements Serializable {
    /** Returns the meaning of folders, by their paths, once the folders that all of them lie in are taken away. */
    static Map<String, TarFolder> of(Set<String> paths, FolderLayout layout) {
        int common = common(paths);
        Set<String> tops = paths.stream().map(path -> part(path, common)).collect(Collectors.toSet());
        boolean named = tops.size() > 1 && tops.stream().allMatch(top -> SourceNames.splitOf(top) != null);
        boolean areSplits = layout == FolderLayout.SPLITS || layout == FolderLayout.AUTO && named;
        Map<String, TarFolder> meanings = new HashMap<>();
        for (String path : paths) {
            String top = part(path, common);
            if (areSplits && SourceNames.splitOf(top) == null) {
                throw new BadDataException("ingest.folders = splits, but the archives' folder '" + top
                        + "' is not called as a split is, such as train, val or test");
            }
            String label = areSplits ? part(path, common + 1) : top;
            meanings.put(
                    path, new TarFolder(label.isEmpty() ? null : label, areSplits ? SourceNames.splitOf(top) : null));
        }
        return meanings;
    }

    /** Returns how many folders all paths lie in, but for the last of each. */
    private static int common(Set<String> paths) {
        int common = 0;
        while (true) {
            int depth = common;
            List<String> parts =
                    paths.stream().map(path -> part(path, depth)).distinct().toList();
            boolean deeper =
                    paths.stream().allMatch(path -> !part(path, depth + 1).isEmpty());
            if (parts.size() != 1 || parts.get(0).isEmpty() || !deeper) {
                return common;
            }
            common++;
        }
    }

    private static String part(String path, int depth) {
        String[] parts = path.split("/");
        return depth < parts.length ? parts[depth] : "";
    }

    /** Returns this folder without a split where that is train. */
    TarFolder withoutTrain() {
        return ImageRows.TRAIN.equals(split) ? new TarFolder(label, null) : this;
    }
}
