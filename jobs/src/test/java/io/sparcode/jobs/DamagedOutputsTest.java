package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs that lost a file, or a part of one, after they were made: every job that meets them says so, and what to do. */
class DamagedOutputsTest {
    private static SparkSession spark;
    private static SmallPipeline pipeline;
    private static Path folder;

    @BeforeAll
    static void makeEveryOutput() {
        spark = LocalSpark.builder().getOrCreate();
        pipeline = SmallPipeline.made();
        folder = pipeline.folder();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static JobRun run(String job, String... settings) {
        return pipeline.run(job, settings);
    }

    @ParameterizedTest
    @CsvSource({"dataset, ingest, dataset", "codes, encode, input"})
    void recordsThatLostAFileAreNotReadAsFewer(String output, String job, String analyzeKey) throws IOException {
        Path whole = folder.resolve("out").resolve(output);
        Path lost = anyParquetFile(whole);
        Path kept = folder.resolve("kept.parquet");
        Files.move(lost, kept);

        JobRun again = run("pipeline");
        JobRun analyze = run("analyze");
        JobRun ingest = run("ingest", "ingest.input=" + whole, "ingest.output=" + folder.resolve("of-" + output));
        Files.move(kept, lost);

        String damage = "is damaged: " + lost.getFileName() + " is missing";
        again.assertEnded(ExitCode.BAD_DATA, whole + " " + damage + "; " + job + ".overwrite");
        analyze.assertEnded(ExitCode.BAD_DATA, whole + " " + damage + " (analyze." + analyzeKey + ")");
        ingest.assertEnded(ExitCode.BAD_DATA, "input '" + whole + "' " + damage);
        assertTrue(run("pipeline").summary().get("skipped").asBoolean());
    }

    @Test
    void aReportIsNotVouchedForByFiguresThatWereCutOff() throws IOException {
        Path figures = folder.resolve("out/analysis/analysis.json");
        byte[] whole = cutOff(figures);

        JobRun analyze = run("analyze");
        Files.write(figures, whole);

        analyze.assertEnded(
                ExitCode.BAD_DATA,
                folder.resolve("out/analysis") + " is damaged: analysis.json has " + whole.length / 2
                        + " bytes, and had " + whole.length);
    }

    @Test
    void aModelThatWasCutOffIsNotLoaded() throws IOException {
        Path network = folder.resolve("out/model/network.zip");
        byte[] whole = cutOff(network);

        JobRun generate = run("generate", "generate.output=" + folder.resolve("of-half-a-model"));
        Files.write(network, whole);

        generate.assertEnded(
                ExitCode.BAD_DATA, folder.resolve("out/model") + " is damaged: network.zip has ", " (generate.model)");
    }

    @Test
    void overwriteMakesADamagedOutputAgain() throws IOException {
        Path images = folder.resolve("damaged-images");
        String output = "generate.output=" + images;
        run("generate", output).assertEnded(ExitCode.DONE);
        Files.delete(images.resolve("_metrics.json"));

        run("generate", output)
                .assertEnded(
                        ExitCode.BAD_DATA,
                        images + " is damaged: _metrics.json is missing; generate.overwrite = true makes it again");
        run("generate", output, "generate.overwrite=true").assertEnded(ExitCode.DONE);
        assertTrue(Files.exists(images.resolve("_metrics.json")));
        assertTrue(run("generate", output).summary().get("skipped").asBoolean());
    }

    @Test
    void whatNoLongerSaysWhatMadeItIsNotReplaced() throws IOException {
        Path images = folder.resolve("unsaid-images");
        String output = "generate.output=" + images;
        run("generate", output).assertEnded(ExitCode.DONE);
        Files.delete(images.resolve("_provenance.json"));

        run("generate", output, "generate.overwrite=true")
                .assertEnded(
                        ExitCode.BAD_DATA, images + " is damaged: _provenance.json is missing; without the folder,");
    }

    /** Leaves the first half of a file; returns what was in it. */
    private static byte[] cutOff(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        assertEquals(whole.length / 2, Files.size(file));
        return whole;
    }

    private static Path anyParquetFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
