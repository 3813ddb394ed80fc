package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.config.ReferenceKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(standardOutput);
        System.setErr(standardError);
    }

    @Test
    void helpOffersTheJobsThatWork() {
        assertEquals(ExitCode.DONE, Main.run("--help"));

        assertContains(out(), "ingest", "train", "encode", "analyze", "generate", "pipeline");
    }

    @Test
    void helpOfItsJobShowsEveryKeyWithItsDefaultAndComment() {
        assertEquals(ExitCode.DONE, Main.run("pipeline", "--help"));
        assertEquals(ExitCode.DONE, Main.run("generate", "--help"));

        for (ReferenceKeys.Key key : new ReferenceKeys().all()) {
            assertContains(out(), "  " + key.path() + " = " + key.defaultValue());
            key.comment().forEach(comment -> assertContains(out(), comment));
        }
    }

    @Test
    void helpOfAJobShowsNoOtherJobsKeys() {
        assertEquals(ExitCode.DONE, Main.run("encode", "--help"));

        assertContains(out(), "encode.contamination = ", "--conf=FILE", "--set=KEY=VALUE");
        assertTrue(!out().contains("train.epochs"), this::out);
    }

    @Test
    void noJobIsAWrongCommandLine() {
        assertEquals(ExitCode.REFUSED, Main.run());

        assertContains(err(), "Usage: sparcode");
        assertContains(out(), "\"exit\":1,\"error\":\"no job is given\"");
    }

    @Test
    void usageHasNoTerminalCodesWhereOnlyStandardOutputIsATerminal() {
        // As where picocli finds a terminal, by standard output alone.
        System.setProperty("picocli.ansi", "true");
        try {
            assertEquals(ExitCode.REFUSED, Main.run());
            assertEquals(ExitCode.DONE, Main.run("train", "--help"));
        } finally {
            System.clearProperty("picocli.ansi");
        }

        assertTrue((err() + out()).indexOf('\u001b') < 0, () -> err() + out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"trian", "generator"})
    void anUnknownJobIsAWrongCommandLine(String job) {
        assertEquals(ExitCode.REFUSED, Main.run(job));

        assertContains(err(), "'" + job + "'", "--help");
        assertContains(out(), "\"status\":\"failed\"", "\"exit\":1", "'" + job + "'");
    }

    @Test
    void anUnknownOptionIsAWrongCommandLine() {
        assertEquals(ExitCode.REFUSED, Main.run("train", "--config", "x"));

        assertContains(err(), "--config");
    }

    @Test
    void anOptionWithoutItsValueIsAWrongCommandLine() {
        assertEquals(ExitCode.REFUSED, Main.run("train", "--conf"));

        assertContains(err(), "--conf");
    }

    @Test
    void aWrongConfigurationEndsWithOneLineOfJsonBeforeSparkStarts() throws IOException {
        assertEquals(ExitCode.REFUSED, Main.run("train", "--set", "train.epochs=0"));

        assertContains(err(), "sparcode train: train.epochs must be at least 1, was 0 (--set train.epochs=0)");
        JsonNode summary = new ObjectMapper().readTree(out());
        assertEquals("train", summary.get("job").asText());
        assertEquals("failed", summary.get("status").asText());
        assertEquals(1, summary.get("exit").asInt());
        assertContains(summary.get("error").asText(), "train.epochs must be at least 1");
    }

    @Test
    void aMissingFileIsAWrongConfiguration() {
        assertEquals(ExitCode.REFUSED, Main.run("ingest", "--conf", "no/such.conf"));

        assertContains(err(), "no/such.conf is not a readable file");
    }

    @Test
    void aPipelineIsCheckedWholeBeforeAnythingRuns() {
        assertEquals(
                ExitCode.REFUSED,
                Main.run("pipeline", "--set", "ingest.input=synthetic:digits", "--set", "encode.contamination=2"));

        assertContains(err(), "encode.contamination must be 0 to 0.5, was 2.0");
    }

    @Test
    void theStackIsShownOnDemandAlone() {
        Main.run("train", "--set", "train.epochs=0");
        assertTrue(!err().contains("\tat "), this::err);

        Main.run("train", "--verbose", "--set", "train.epochs=0");
        assertContains(err(), "\tat io.sparcode");
    }

    private static void assertContains(String text, String... parts) {
        Stream.of(parts).forEach(part -> assertTrue(text.contains(part), () -> "\"" + part + "\" is not in: " + text));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
