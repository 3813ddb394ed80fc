package io.sparcode.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * What a glob matches. Folders that exist by the very name that the glob has are taken for those, so that brackets in
 * them need no backslash. Does without Hadoop 3.3's {@code globStatus}, which fails where a name has a colon.
 *
 * @param root the part of the glob before its first pattern
 * @param matches files and folders, each once
 */
record InputGlob(Path root, List<FileStatus> matches) {
    /** Lists what a qualified path that does not exist itself matches as a glob. */
    static InputGlob of(FileSystem fileSystem, Path glob) throws IOException {
        String text = glob.toUri().getPath();
        Path root = new Path(glob, "/");
        int start = 1;
        for (int end = text.indexOf('/', start); end > 0; end = text.indexOf('/', start)) {
            Path next = child(root, text.substring(start, end));
            if (status(fileSystem, next) == null) {
                break;
            }
            root = next;
            start = end + 1;
        }
        Map<Path, FileStatus> matches = new LinkedHashMap<>();
        for (String pattern : expanded(text.substring(start))) {
            List<FileStatus> found = List.of(fileSystem.getFileStatus(root));
            for (String component : pattern.split("/+")) {
                found = children(fileSystem, found, component);
            }
            found.forEach(match -> matches.put(match.getPath(), match));
        }
        return new InputGlob(root, List.copyOf(matches.values()));
    }

    private static List<FileStatus> children(FileSystem fileSystem, List<FileStatus> parents, String component)
            throws IOException {
        GlobFilter filter = filter(component);
        List<FileStatus> children = new ArrayList<>();
        for (FileStatus parent : parents) {
            FileStatus literal = parent.isDirectory() ? status(fileSystem, child(parent.getPath(), component)) : null;
            if (literal != null) {
                children.add(literal);
            } else if (parent.isDirectory() && (filter.hasPattern() || component.contains("\\"))) {
                for (FileStatus child : fileSystem.listStatus(parent.getPath())) {
                    String name = child.getPath().getName();
                    boolean isHidden = name.matches("(?s)[._].*") && name.charAt(0) != component.charAt(0);
                    if (!isHidden && filter.accept(child.getPath())) {
                        children.add(child);
                    }
                }
            }
        }
        return children;
    }

    /** Hadoop throws what it throws of a broken disk. */
    private static List<String> expanded(String glob) {
        try {
            return GlobExpander.expand(glob);
        } catch (IOException e) {
            throw new BadDataException("'" + glob + "' does not exist, and is no glob: " + e.getMessage(), e);
        }
    }

    private static GlobFilter filter(String component) {
        try {
            return new GlobFilter(component);
        } catch (IOException e) {
            throw new BadDataException("'" + component + "' does not exist, and is no glob: " + e.getMessage(), e);
        }
    }

    private static Path child(Path parent, String name) {
        return new Path(parent, new Path(null, null, name));
    }

    private static FileStatus status(FileSystem fileSystem, Path path) throws IOException {
        try {
            return fileSystem.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }
}
