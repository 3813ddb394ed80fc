package io.sparcode.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Refuses tables whose own log says which of their files count: read as plain Parquet, rows that were deleted or replaced
 * would come back.
 */
final class ParquetTables {
    /** What lies in such a table's folder. */
    private static final Map<String, String> LOGS = Map.of(
            "_delta_log", "a Delta table",
            ".hoodie", "a Hudi table",
            "_spark_metadata", "the output of a streaming query");

    private static final String ICEBERG_METADATA = "metadata";
    private static final String ICEBERG_DATA = "data";

    private ParquetTables() {}

    /**
     * Looks beside an input's files, and above those that lie in folders of partitions.
     *
     * @throws BadDataException if they are a table's
     */
    static void requireNone(Configuration hadoop, Path root, List<FileStatus> files) throws IOException {
        Set<Path> folders = new TreeSet<>(Set.of(tableOf(root)));
        files.forEach(file -> folders.add(tableOf(file.getPath().getParent())));
        for (Path folder : folders) {
            FileSystem fileSystem = folder.getFileSystem(hadoop);
            for (var log : LOGS.entrySet()) {
                if (fileSystem.exists(new Path(folder, log.getKey()))) {
                    throw refusal(folder, log.getValue(), log.getKey());
                }
            }
            requireNoIceberg(fileSystem, folder);
            if (folder.getName().equals(ICEBERG_DATA) && folder.getParent() != null) {
                requireNoIceberg(fileSystem, folder.getParent());
            }
        }
    }

    private static Path tableOf(Path folder) {
        Path table = folder;
        while (table.getName().contains("=") && table.getParent() != null) {
            table = table.getParent();
        }
        return table;
    }

    private static void requireNoIceberg(FileSystem fileSystem, Path folder) throws IOException {
        Path metadata = new Path(folder, ICEBERG_METADATA);
        if (!fileSystem.exists(metadata) || !fileSystem.getFileStatus(metadata).isDirectory()) {
            return;
        }
        for (FileStatus file : fileSystem.listStatus(metadata)) {
            if (file.getPath().getName().endsWith(".metadata.json")) {
                throw refusal(folder, "an Iceberg table", ICEBERG_METADATA);
            }
        }
    }

    private static BadDataException refusal(Path folder, String what, String log) {
        return new BadDataException(folder + " is " + what + ", whose " + log
                + " says which of its files count; write its rows as plain Parquet, and ingest that");
    }
}
