package io.sparcode.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.storage.WholeDirectory.IfExists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    void removesWhatAKilledWriterLeftOnceItIsUnchangedForADay() throws IOException {
        FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
        Path left = Files.createDirectories(directory.resolve("_out.writing-1234/folder"));
        Path file = Files.writeString(left.resolve("part"), "half");
        Files.setLastModifiedTime(left.getParent(), yesterday);

        write("out", IfExists.REFUSE, "first");
        assertEquals(List.of("_out.writing-1234", "out"), names("."));

        Files.setLastModifiedTime(file, yesterday);
        write("out", IfExists.REPLACE, "second");
        assertEquals(List.of("out"), names("."));
    }

    @Test
    void leavesAloneWhatAnotherWriterIsWriting() throws IOException {
        WholeDirectory.write(hadoop, hadoopPath("out"), IfExists.REPLACE, aside -> {
            put(aside, "first");
            write("out", IfExists.REPLACE, "second");
            assertTrue(aside.getFileSystem(hadoop).exists(new org.apache.hadoop.fs.Path(aside, "file")));
        });

        assertEquals("first", content("out"));
        assertEquals(List.of("out"), names("."));
    }

    @Test
    void replacesADirectoryThatHoldsOneOfItsOwnName() throws IOException {
        for (String text : List.of("first", "second")) {
            WholeDirectory.write(hadoop, hadoopPath("out"), IfExists.REPLACE, aside -> {
                put(aside, text);
                put(new org.apache.hadoop.fs.Path(aside, "out"), text);
            });
        }

        assertEquals("second", content("out"));
        assertEquals("second", content("out/out"));
        assertEquals(List.of("out"), names("."));
    }

    @Test
    void putsBackTheNewestWholeOne() throws IOException {
        for (String name : List.of("damaged", "newest", "older")) {
            write(name, IfExists.REFUSE, name);
            Files.move(directory.resolve(name), directory.resolve("_out.writing-old-" + name));
        }
        Files.delete(directory.resolve("_out.writing-old-damaged/file"));
        Files.setLastModifiedTime(directory.resolve("_out.writing-old-older"), FileTime.from(Instant.EPOCH));

        assertThrows(FileAlreadyExistsException.class, () -> write("out", IfExists.REFUSE, "second"));
        assertEquals("newest", content("out"));
    }

    @Test
    void ofTwoWritersThatMayNotReplaceTheFirstToEndWins() throws IOException {
        assertThrows(
                FileAlreadyExistsException.class,
                () -> WholeDirectory.write(hadoop, hadoopPath("out"), IfExists.REFUSE, aside -> {
                    put(aside, "first");
                    write("out", IfExists.REFUSE, "second");
                }));

        assertEquals("second", content("out"));
        assertEquals(List.of("out"), names("."));
    }

    @Test
    void ofManyWritersThatReplaceEachOtherNoneFailsAndOneIsWhole() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String text = "text " + i;
                written.add(writers.submit(() -> {
                    write("out", IfExists.REPLACE, text);
                    return null;
                }));
            }
            for (Future<?> one : written) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
        }

        assertTrue(content("out").startsWith("text "), content("out"));
        assertEquals(Optional.empty(), damage());
        assertEquals(List.of("._manifest.json.crc", ".file.crc", "_manifest.json", "file"), names("out"));
        assertEquals(List.of("out"), names("."));
    }

    @Test
    void saysWhichOfItsFilesIsMissingOrHasAnotherLength() throws IOException {
        WholeDirectory.write(hadoop, hadoopPath("out"), IfExists.REFUSE, aside -> {
            put(aside, "first");
            hadoopPath("out").getFileSystem(hadoop).createNewFile(new org.apache.hadoop.fs.Path(aside, "_SUCCESS"));
        });
        Path file = directory.resolve("out/file");
        Files.delete(directory.resolve("out/_SUCCESS"));
        Files.writeString(directory.resolve("out/later"), "of no interest");
        assertEquals(Optional.empty(), damage());

        Files.writeString(file, "fir");
        assertEquals(Optional.of("file has 3 bytes, and had 5"), damage());

        Files.delete(file);
        assertEquals(Optional.of("file is missing"), damage());

        Files.writeString(directory.resolve("out").resolve(Manifest.FILE_NAME), "{");
        Files.delete(directory.resolve("out").resolve("." + Manifest.FILE_NAME + ".crc"));
        assertEquals(Optional.of("_manifest.json cannot be read"), damage());

        Files.delete(directory.resolve("out").resolve(Manifest.FILE_NAME));
        assertEquals(Optional.empty(), damage());
    }

    private Optional<String> damage() throws IOException {
        return Manifest.damage(hadoop, hadoopPath("out"));
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
