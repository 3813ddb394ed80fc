package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Outputs that were made otherwise, or of something else: jobs refuse them, or replace them where they may. */
class ReplacedOutputsTest {
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

    @Test
    void whatEncodeDidNotWriteIsNotAnalysed() {
        Path model = folder.resolve("out/model");

        pipeline.run("analyze", "analyze.input=" + model)
                .assertEnded(ExitCode.BAD_DATA, model + " is not what encode wrote", "analyze.input");
    }

    @Test
    void codesOfAnotherDatasetAreRefused() {
        Path other = folder.resolve("other");

        pipeline.run("ingest", "ingest.synthetic.count=20", "ingest.output=" + other)
                .assertEnded(ExitCode.DONE);
        pipeline.run("analyze", "analyze.dataset=" + other)
                .assertEnded(ExitCode.BAD_DATA, "analyze.input", other + " (analyze.dataset) has ");
    }

    @Test
    void anOutputMadeOtherwiseIsRefusedUnlessItMayBeReplaced() {
        String output = "encode.output=" + folder.resolve("half");

        JobRun half = pipeline.run("encode", output, "encode.contamination=0.5");
        JobRun refused = pipeline.run("encode", output, "encode.contamination=0.25");
        JobRun replaced = pipeline.run("encode", output, "encode.contamination=0.25", "encode.overwrite=true");

        half.assertEnded(ExitCode.DONE);
        refused.assertEnded(ExitCode.REFUSED, "half", "contamination was 0.5, is 0.25", "overwrite");
        replaced.assertEnded(ExitCode.DONE);
        int anomalies = replaced.summary().get("anomalies").asInt();
        assertTrue(anomalies > 0 && anomalies < half.summary().get("anomalies").asInt(), () -> "" + anomalies);
    }
}
