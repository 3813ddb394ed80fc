package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A job run in this process as from the command line.
 *
 * @param summary the last line on standard output
 * @param err all of standard error
 */
record JobRun(ExitCode status, JsonNode summary, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a job with a configuration and settings such as {@code train.epochs=1}. */
    static JobRun of(Path conf, String job, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(job, "--conf", conf.toString()));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        PrintStream standardOutput = System.out;
        PrintStream standardError = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            ExitCode status = Main.run(arguments.toArray(String[]::new));
            List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
            return new JobRun(status, JSON.readTree(lines.get(lines.size() - 1)), err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the last line is no JSON", e);
        } finally {
            System.setOut(standardOutput);
            System.setErr(standardError);
        }
    }

    /** Fails unless the run ended with a status, having said each of some texts on standard error. */
    void assertEnded(ExitCode expected, String... said) {
        assertEquals(expected, status, err);
        for (String text : said) {
            assertTrue(err.contains(text), () -> "\"" + text + "\" is not in: " + err);
        }
    }
}
