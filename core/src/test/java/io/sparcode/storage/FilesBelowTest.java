package io.sparcode.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesBelowTest {
    @TempDir
    private java.nio.file.Path folder;

    @Test
    void checksumsThatHadoopWritesBesideLocalFilesAreNotListed() throws IOException {
        Path written = new Path(folder.toString(), "below/a.parquet");
        FileSystem local = written.getFileSystem(new Configuration());
        local.create(written).close();
        Files.createFile(folder.resolve(".hidden"));

        List<String> names = FilesBelow.list(local, new Path(folder.toString()), name -> true).stream()
                .map(file -> FilesBelow.name(new Path(folder.toString()), file.getPath()))
                .sorted()
                .toList();

        assertEquals(List.of(".hidden", "below/a.parquet"), names);
        assertTrue(Files.exists(folder.resolve("below/.a.parquet.crc")), "Hadoop wrote no checksums");
    }

    @Test
    void socketsAndPipesAreNoFiles() throws IOException {
        Files.createFile(folder.resolve("a.png"));
        Path root = new Path(folder.toString());
        FileSystem local = root.getFileSystem(new Configuration());
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));

            List<FileStatus> files = FilesBelow.list(local, root, name -> true);

            assertEquals(
                    List.of("a.png"),
                    files.stream().map(file -> file.getPath().getName()).toList());
            assertTrue(FilesBelow.isOther(local, new Path(root, "socket")));
            assertFalse(FilesBelow.isOther(local, new Path(root, "a.png")));
            assertFalse(FilesBelow.isOther(local, new Path(root, "nowhere")));
        }
    }
}
