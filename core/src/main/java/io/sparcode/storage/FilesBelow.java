package io.sparcode.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files in a folder and in those below it. */
public final class FilesBelow {
    private FilesBelow() {}

    /**
     * Lists files, in no order.
     *
     * @param names which files and folders count, by their names
     * @throws java.io.FileNotFoundException if the folder is not there
     */
    public static List<FileStatus> list(FileSystem fileSystem, Path folder, Predicate<String> names)
            throws IOException {
        List<FileStatus> files = new ArrayList<>();
        if (Places.isLocal(fileSystem)) {
            addLocal(fileSystem, folder, names, files);
            return files;
        }
        // One listing of everything: an object store answers it in as many requests as it takes pages.
        RemoteIterator<LocatedFileStatus> below = fileSystem.listFiles(folder, true);
        while (below.hasNext()) {
            FileStatus file = below.next();
            if (Stream.of(name(folder, file.getPath()).split("/")).allMatch(names)) {
                files.add(withoutLocations(file));
            }
        }
        return files;
    }

    /** Does without {@code listFiles}, for which Hadoop asks the permissions of each local file of a process of its own. */
    private static void addLocal(FileSystem fileSystem, Path folder, Predicate<String> names, List<FileStatus> files)
            throws IOException {
        for (FileStatus found : fileSystem.listStatus(folder)) {
            if (!names.test(found.getPath().getName())) {
                continue;
            }
            if (found.isDirectory()) {
                addLocal(fileSystem, found.getPath(), names, files);
            } else {
                files.add(withoutLocations(found));
            }
        }
    }

    /** Block locations are of no use here, and there may be millions of files. */
    private static FileStatus withoutLocations(FileStatus file) {
        return new FileStatus(file.getLen(), false, 0, 0, file.getModificationTime(), file.getPath());
    }

    /** Returns a path's name below a folder, such as {@code cats/001.png}, or the whole path where it is not below it. */
    public static String name(Path folder, Path file) {
        String prefix = folder.toUri().getPath();
        String path = file.toUri().getPath();
        if (!prefix.endsWith("/")) {
            prefix += "/";
        }
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }
}
