package io.sparcode.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that a directory had when it was made, with their lengths: {@value #FILE_NAME} in it. What was lost or cut off since
 * is found by one listing, where Spark would read the files that are left and say nothing.
 */
public final class Manifest {
    /** The name of the file; the underscore hides it from readers of the data. */
    public static final String FILE_NAME = "_manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Manifest() {}

    /** Writes the manifest of what is in a directory. */
    static void write(Configuration hadoop, Path directory) throws IOException {
        Map<String, Long> lengths = lengths(hadoop, directory);
        // Marks such as _SUCCESS hold nothing that could be lost, and some lakes clear them away.
        lengths.values().removeIf(length -> length == 0);
        SmallFile.write(hadoop, new Path(directory, FILE_NAME), JSON.writeValueAsBytes(lengths));
    }

    /**
     * Says what of a directory is no longer as it was when it was made. Files that came later do not count.
     *
     * @return empty if nothing, or if the directory has no manifest
     */
    public static Optional<String> damage(Configuration hadoop, Path directory) throws IOException {
        Path manifest = new Path(directory, FILE_NAME);
        // HDFS answers otherwise than with "not found" where the directory is a file.
        if (!directory.getFileSystem(hadoop).exists(manifest)) {
            return Optional.empty();
        }
        Map<String, Long> made;
        try {
            made = JSON.readValue(SmallFile.read(hadoop, manifest), new TypeReference<TreeMap<String, Long>>() {});
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (JsonProcessingException | ChecksumException e) {
            return Optional.of(FILE_NAME + " cannot be read");
        }
        Map<String, Long> found = lengths(hadoop, directory);
        for (Map.Entry<String, Long> file : made.entrySet()) {
            Long length = found.get(file.getKey());
            if (length == null) {
                return Optional.of(file.getKey() + " is missing");
            }
            if (!length.equals(file.getValue())) {
                return Optional.of(file.getKey() + " has " + length + " bytes, and had " + file.getValue());
            }
        }
        return Optional.empty();
    }

    private static Map<String, Long> lengths(Configuration hadoop, Path directory) throws IOException {
        FileSystem fileSystem = directory.getFileSystem(hadoop);
        Path folder = fileSystem.makeQualified(directory);
        Map<String, Long> lengths = new TreeMap<>();
        for (FileStatus file : FilesBelow.list(fileSystem, folder, name -> !name.equals(FILE_NAME))) {
            lengths.put(FilesBelow.name(folder, file.getPath()), file.getLen());
        }
        return lengths;
    }
}
