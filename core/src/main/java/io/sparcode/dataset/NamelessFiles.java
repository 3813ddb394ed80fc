package io.sparcode.dataset;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;

/**
 * Files beside images whose names do not say whether they are images too, such as those of a folder of logs. A folder of
 * such files alone would be a label, so that a few of them are looked into.
 */
final class NamelessFiles {
    /** So many folders and files of each are opened at most; what is in more folders shows when it is read. */
    private static final int FOLDERS = 100;

    private static final int FILES = 3;

    private NamelessFiles() {}

    /** Returns an input without the folders of such files in which no file that was looked into begins as images do. */
    static InputFiles withoutOddOnes(Configuration hadoop, InputFiles input) throws IOException {
        if (input.files().stream().noneMatch(NamelessFiles::isNamedImage)) {
            return input;
        }
        Map<String, List<FileStatus>> byFolder = input.files().stream()
                .collect(Collectors.groupingBy(NamelessFiles::folder, TreeMap::new, Collectors.toList()));
        byFolder.values().removeIf(files -> files.stream().anyMatch(NamelessFiles::isNamedImage));
        Set<String> odd = new HashSet<>();
        for (var folder : byFolder.entrySet().stream().limit(FOLDERS).toList()) {
            if (!anyImage(hadoop, folder.getValue())) {
                odd.add(folder.getKey());
            }
        }
        return input.without(file -> odd.contains(folder(file)), "without an image's name or first bytes");
    }

    private static boolean anyImage(Configuration hadoop, List<FileStatus> files) throws IOException {
        for (FileStatus file : files.subList(0, Math.min(FILES, files.size()))) {
            try (FSDataInputStream in = InputBytes.open(hadoop, file.getPath())) {
                if (FileKind.isImageHead(in.readNBytes(FileKind.HEAD_BYTES))) {
                    return true;
                }
            } catch (UnreadableFileException e) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamedImage(FileStatus file) {
        return FileKind.of(file.getPath().getName()) == FileKind.IMAGE;
    }

    private static String folder(FileStatus file) {
        return file.getPath().getParent().toString();
    }
}
