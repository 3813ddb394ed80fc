package io.sparcode.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
     * Lists files, in no order. Local pipes, sockets and devices are none: who opens a pipe may wait forever.
     *
     * @param names which files and folders count, by their names
     * @throws FileNotFoundException if the folder is not there
     * @throws FileSystemLoopException if a link among local folders leads to a folder above it
     */
    public static List<FileStatus> list(FileSystem fileSystem, Path folder, Predicate<String> names)
            throws IOException {
        List<FileStatus> files = new ArrayList<>();
        if (Places.isLocal(fileSystem)) {
            try {
                addLocal(fileSystem.makeQualified(folder), new HashSet<>(), names, files);
            } catch (NoSuchFileException e) {
                throw (IOException) new FileNotFoundException(e.getMessage() + " does not exist").initCause(e);
            }
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

    /**
     * Does without Hadoop 3.3's listings: {@code listFiles} asks the permissions of each local file of a process of its own,
     * and {@code listStatus} drops links to nothing and names that Java cannot spell without a word.
     */
    private static void addLocal(
            Path folder, Set<java.nio.file.Path> above, Predicate<String> names, List<FileStatus> files)
            throws IOException {
        java.nio.file.Path local = java.nio.file.Path.of(folder.toUri().getPath());
        java.nio.file.Path real = local.toRealPath();
        if (!above.add(real)) {
            throw new FileSystemLoopException(local + " is a link to a folder that it lies in, " + real);
        }
        try (DirectoryStream<java.nio.file.Path> inside = Files.newDirectoryStream(local)) {
            for (java.nio.file.Path found : inside) {
                String name = found.getFileName().toString();
                BasicFileAttributes attributes = names.test(name) && !isChecksum(name) ? attributes(found) : null;
                if (attributes == null) {
                    continue;
                }
                Path path = new Path(folder, new Path(null, null, name));
                if (attributes.isDirectory()) {
                    addLocal(path, above, names, files);
                } else if (!attributes.isOther()) {
                    long length = attributes.isRegularFile() ? attributes.size() : 0;
                    long time = attributes.lastModifiedTime().toMillis();
                    files.add(new FileStatus(length, false, 0, 0, time, path));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        above.remove(real);
    }

    /** Hadoop writes checksums beside local files and lists none of them; who copies the files may leave them behind. */
    private static boolean isChecksum(String name) {
        return name.startsWith(".") && name.endsWith(".crc");
    }

    /** Returns the attributes of a file, or of a link where it leads nowhere; null where it was removed meanwhile. */
    private static BasicFileAttributes attributes(java.nio.file.Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (FileSystemException e) {
            if (Files.isSymbolicLink(file)) {
                return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            }
            if (e instanceof NoSuchFileException) {
                return null;
            }
            throw e;
        }
    }

    /** Returns whether a path is a local pipe, socket or device, which are no files. */
    public static boolean isOther(FileSystem fileSystem, Path path) throws IOException {
        BasicFileAttributes attributes = Places.isLocal(fileSystem)
                ? attributes(java.nio.file.Path.of(path.toUri().getPath()))
                : null;
        return attributes != null && attributes.isOther();
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
