package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void aSummaryIsOneLineInTheOrderItWasFilled() {
        assertEquals(
                "{\"job\":\"train\",\"status\":\"done\",\"skipped\":false,\"model\":\"a \\\"b\\\"\\n\",\"seconds\":1.5}",
                new Summary("train")
                        .with("model", "a \"b\"\n")
                        .with("seconds", 1.5)
                        .toJson());
    }

    @Test
    void aNumberThatIsNotFiniteIsNull() {
        assertEquals(
                "{\"job\":\"train\",\"status\":\"done\",\"skipped\":false,\"metrics\":{\"validation-mse\":null}}",
                new Summary("train")
                        .with("metrics", Map.of("validation-mse", Double.NaN))
                        .toJson());
    }

    @Test
    void aPipelineIsSkippedWhereAllItsStepsAre() {
        Summary done = new Summary("train");
        Summary skipped = Summary.skipped("ingest");

        assertEquals(false, Summary.of("pipeline", List.of(skipped, done)).isSkipped());
        assertEquals(true, Summary.of("pipeline", List.of(skipped, skipped)).isSkipped());
    }

    @Test
    void aPipelineNamesTheReportThatAStepMade() {
        assertEquals(
                "{\"job\":\"pipeline\",\"status\":\"done\",\"skipped\":false,\"report\":\"r.html\",\"steps\":["
                        + "{\"job\":\"analyze\",\"status\":\"done\",\"skipped\":false,\"report\":\"r.html\"}]}",
                Summary.of("pipeline", List.of(new Summary("analyze").with(Summary.REPORT, "r.html")))
                        .toJson());
    }

    @Test
    void aFailureSaysItsStatusAndReason() {
        assertEquals(
                "{\"job\":\"encode\",\"status\":\"failed\",\"skipped\":false,\"exit\":2,\"error\":\"no data\"}",
                Summary.failed("encode", ExitCode.BAD_DATA, "no data").toJson());
    }
}
