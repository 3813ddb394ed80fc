package io.sparcode.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.storage.WholeDirectory.IfExists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeDirectoryTest {
    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path directory;

    @Test
    void appearsWithAllItsContentAndLeavesNothingBeside() throws IOException {
        write("lake/out", IfExists.REFUSE, "first");
        assertEquals("first", content("lake/out"));
        assertEquals(List.of("out"), names("lake"));
    }

    @Test
    void isNotThereWhenItsWriterFails() throws IOException {
        assertThrows(
                IllegalStateException.class,
                () -> WholeDirectory.write(hadoop, hadoopPath("out"), IfExists.REFUSE, aside -> {
                    put(aside, "half");
                    throw new IllegalStateException("failed");
                }));
        assertEquals(List.of(), names("."));
    }

    @Test
    void refusesToReplaceWhatItWasNotAskedToReplace() throws IOException {
        write("out", IfExists.REFUSE, "first");
        FileAlreadyExistsException refused =
                assertThrows(FileAlreadyExistsException.class, () -> write("out", IfExists.REFUSE, "second"));
        assertTrue(refused.getMessage().endsWith("out exists and was not asked to be replaced"), refused::getMessage);
        assertEquals("first", content("out"));
    }

    @Test
    void replacesTheOldOneOnlyByAWholeNewOne() throws IOException {
        write("out", IfExists.REFUSE, "first");
        assertThrows(
                IllegalStateException.class,
                () -> WholeDirectory.write(hadoop, hadoopPath("out"), IfExists.REPLACE, aside -> {
                    put(aside, "half");
                    throw new IllegalStateException("failed");
                }));
        assertEquals("first", content("out"));
        write("out", IfExists.REPLACE, "second");
        assertEquals("second", content("out"));
        assertEquals(List.of("out"), names("."));
    }

    @Test
    void removesWhatAKilledWriterLeft() throws IOException {
        Files.createDirectories(directory.resolve("_out.writing-1234/part"));
        write("out", IfExists.REFUSE, "first");
        assertEquals(List.of("out"), names("."));
    }

    @Test
    void putsBackTheOldOneThatAWriterKilledBetweenItsRenamesHadMovedAway() throws IOException {
        write("out", IfExists.REFUSE, "first");
        Files.move(directory.resolve("out"), directory.resolve("_out.writing-old-1234"));
        assertThrows(FileAlreadyExistsException.class, () -> write("out", IfExists.REFUSE, "second"));
        assertEquals("first", content("out"));
        assertFalse(Files.exists(directory.resolve("_out.writing-old-1234")));
    }

    private void write(String name, IfExists ifExists, String text) throws IOException {
        WholeDirectory.write(hadoop, hadoopPath(name), ifExists, aside -> put(aside, text));
    }

    private void put(org.apache.hadoop.fs.Path aside, String text) throws IOException {
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(aside, "file");
        try (FSDataOutputStream out = file.getFileSystem(hadoop).create(file)) {
            out.writeBytes(text);
        }
    }

    private org.apache.hadoop.fs.Path hadoopPath(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
    }

    private String content(String name) throws IOException {
        return Files.readString(directory.resolve(name).resolve("file"));
    }

    private List<String> names(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
