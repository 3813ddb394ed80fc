package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of files that are no images, of odd names and links, and of folders that may be read in two ways. */
class OddFilesIngestTest {
    @TempDir
    Path folder;

    private IngestFixture ingest(String input) {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"));
    }

    private void grey(String file, int height, int width) {
        String format = file.substring(file.lastIndexOf('.') + 1);
        InputFixture.write(
                folder.resolve("in").resolve(file), InputFixture.encodedGrey(format, height, width, file.hashCode()));
    }

    private String refusal(IngestFixture ingest) {
        String message = assertThrows(BadDataException.class, ingest::run).getMessage();
        assertFalse(Files.exists(folder.resolve("out")), "an output was published");
        return message;
    }

    private static Map<String, Integer> labels(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.getAs(ImageRows.LABEL) != null)
                .collect(Collectors.toMap(row -> row.getAs(ImageRows.ID), row -> row.getAs(ImageRows.LABEL)));
    }

    @Test
    void filesAndFoldersOfAnyNameAreRead() throws IOException {
        List<String> names = List.of(
                "ä 100%#1",
                "2026-11-28T10:15:00",
                "[1]{2}",
                "what?",
                "*",
                "back\\slash",
                "two\nlines",
                "-dash",
                "\uD83D\uDE00",
                " ");
        for (String name : names) {
            grey("big [cats]: 1/" + name + ".png", 2, 2);
        }
        String brackets = folder + "/in/big [cats]: 1";

        assertEquals(
                names.stream().collect(Collectors.toMap(name -> "big [cats]: 1/" + name + ".png", name -> 0)),
                labels(ingest("in").rows()));
        Configuration hadoop = new Configuration();
        for (String input : List.of(brackets, brackets + "/*.p?g", folder + "/in/{b*,cows}/*.[p]ng")) {
            assertEquals(names.size(), InputFiles.find(hadoop, input).files().size(), input);
        }
        assertEquals(
                1, InputFiles.find(hadoop, brackets + "/[1]{2}.png").files().size(), "a name before a glob");
    }

    @Test
    void whatIsNoImageIsNeitherALabelNorReadAndIsNamed() throws IOException {
        for (int i = 0; i < 6; i++) {
            grey("train/cat/" + i + ".png", 2, 2);
            grey("val/dog/" + i + ".png", 2, 2);
        }
        byte[] text = "this is a text".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of(
                "README.txt",
                "LICENSE",
                "metadata.parquet",
                "weights.bin",
                "train/Thumbs.db",
                "logs/run.1",
                "_x/e.png")) {
            InputFixture.write(folder.resolve("in").resolve(name), text);
        }
        InputFixture.write(folder.resolve("in/train/cat/broken"), text);

        DatasetSummary summary = ingest("in").split(0.5, 0.4, 3).run();

        assertEquals(List.of("cat", "dog"), summary.labelNames());
        assertEquals(6, summary.recordsIn("validation"), "what is beside train is not divided");
        assertTrue(summary.recordsIn("test") > 0, "there is no test folder, so training images are divided");
        assertEquals(6, summary.recordsIn("train") + summary.recordsIn("test"));
        assertEquals("train/cat/broken", ingest("in").quarantined().get(0).getString(0));
        assertEquals(1, summary.quarantined());
        assertEquals(
                List.of(
                        LeftOut.of("their names, or their folders', begin with _", List.of("_x/e.png")),
                        LeftOut.of(
                                "by name not of the format that was read, images",
                                List.of("LICENSE", "README.txt", "metadata.parquet", "train/Thumbs.db", "weights.bin")),
                        LeftOut.of("without an image's name or first bytes", List.of("logs/run.1"))),
                summary.leftOut());
        assertEquals(
                List.of("folders are splits: train (train) 7, validation (val) 6; labels cat = 0, dog = 1"),
                summary.notes());
    }

    @Test
    void layoutsThatCannotBeToldAreRefusedUnlessTheirReadingIsAskedFor() throws IOException {
        grey("train/cat/1.png", 2, 2);
        grey("test/cat/2.png", 2, 2);
        grey("extra/3.png", 2, 2);

        String message = refusal(ingest("in"));
        Source labels = Sources.open(
                TestSpark.session(), ingest("in").folders(FolderLayout.LABELS).options());
        Source splits = Sources.open(
                TestSpark.session(), ingest("in").folders(FolderLayout.SPLITS).options());

        assertTrue(message.contains("/in': the folders can be read in two ways"), message);
        assertEquals(List.of("extra", "test", "train"), labels.labelNames());
        assertEquals(List.of("cat"), splits.labelNames());
        assertEquals(1, splits.leftOut().get(0).files());
    }

    @Test
    void linksInACircleAreRefusedByName() throws IOException {
        grey("cat/1.png", 2, 2);
        Files.createSymbolicLink(folder.resolve("in/cat/again"), folder.resolve("in"));

        String message = refusal(ingest("in"));

        assertTrue(message.contains("/in/cat/again is a link to a folder that it lies in"), message);
    }

    @Test
    void socketsAreNeitherReadInAFolderNorByThemselves() throws IOException {
        grey("cat/1.png", 2, 2);
        Path socket = folder.resolve("in/cat/s.png");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Configuration hadoop = new Configuration();

            assertEquals(1, InputFiles.find(hadoop, folder + "/in").files().size());
            assertEquals(
                    1, InputFiles.find(hadoop, folder + "/in/cat/*.png").files().size());
            String message = assertThrows(BadDataException.class, () -> InputFiles.find(hadoop, socket.toString()))
                    .getMessage();
            assertTrue(message.endsWith("pipes, sockets and devices do not count"), message);
        }
    }

    @Test
    void linksToNothingGoToQuarantine() throws IOException {
        grey("cat/1.png", 2, 2);
        Files.createSymbolicLink(folder.resolve("in/cat/2.png"), folder.resolve("gone.png"));

        assertEquals(1, ingest("in").run().records());
        String reason = ingest("in").quarantined().get(0).getAs("reason");
        assertTrue(reason.endsWith("/in/cat/2.png is a link to a file that is not there"), reason);
    }

    @Test
    void aFileThatIsRemovedAfterItWasListedIsNamed() throws IOException {
        grey("cat/1.png", 2, 2);
        IngestOptions options = ingest("in").options();
        JavaRDD<Row> read =
                Sources.open(TestSpark.session(), options).read(TestSpark.session(), new TargetFit(options.image()));
        Files.delete(folder.resolve("in/cat/1.png"));

        Exception failure = assertThrows(Exception.class, read::count);

        String message = assertThrows(BadDataException.class, () -> IngestFailures.throwBadDataBehind(failure))
                .getMessage();
        assertTrue(message.contains("/in/cat/1.png was listed, but is not there"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.png", "1.png/other.png", "gone.png"})
    void linksThatLeadNowhereGoToQuarantine(String target) throws IOException {
        grey("cat/1.png", 2, 2);
        Files.createSymbolicLink(folder.resolve("in/cat/2.png"), Path.of(target));

        assertEquals(1, ingest("in").run().quarantined());
    }
}
