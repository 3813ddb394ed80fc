package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatDetectionTest {
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    Path folder;

    private InputFormat format(String... names) throws IOException {
        for (String name : names) {
            byte[] content = switch (name.replaceAll(".*~", "")) {
                case "par1" -> "PAR1 and more".getBytes(StandardCharsets.UTF_8);
                case "idx" -> InputFixture.gzip(InputFixture.idxImages(2));
                case "cifar" -> InputFixture.cifar(2);
                default -> "text".getBytes(StandardCharsets.UTF_8);
            };
            InputFixture.write(folder.resolve(name.replaceAll("~.*", "")), content);
        }
        return FormatDetection.of(HADOOP, InputFiles.find(HADOOP, folder.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.png b.png c.jpg d.gif metadata.parquet | images
            a.png b.png c.jpg d.gif model.bin features-idx3-ubyte~idx e.png f.png g.png h.png | images
            a.png model.bin README.md | images
            a.png index.txt | images
            part-0.parquet part-1.parquet _SUCCESS README.md | parquet
            part-0~par1 part-1~par1 | parquet
            table.txt~par1 | parquet
            train-images-idx3-ubyte~idx train-labels-idx1-ubyte mnist.zip README | idx
            digits~idx | idx
            data_batch_1.bin~cifar test_batch.bin~cifar batches.meta.txt readme.html | cifar10
            data_batch_1.bin notes.txt | cifar10
            weights.bin~cifar | cifar10
            weights.bin | cifar10
            4f2a 99b1 | images
            """)
    void theManyFilesSayWhatAnInputIsMadeOf(String names, String format) throws IOException {
        assertEquals(format, format(names.split(" ")).toString());
    }

    @Test
    void aGuessIsRefusedWithTheFilesAndTheKey() {
        String message = assertThrows(
                        BadDataException.class, () -> format("a.png", "b.png", "c.parquet", "d.parquet", "e.parquet"))
                .getMessage();

        assertTrue(
                message.endsWith(
                        "has files of several formats: 2 of images, such as a.png; 3 of parquet, such as c.parquet."
                                + " ingest.format = images or parquet says which of them are to be read"),
                message);
    }
}
