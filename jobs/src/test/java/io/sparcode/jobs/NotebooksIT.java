package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notebooks, run headless as they are where Jupyter is installed. What they show is left in {@code target/notebooks}.
 * Where Python has no DuckDB, {@code duckdb.py} of these tests stands in for its package and asks it through JDBC.
 */
class NotebooksIT {
    private static final Path NOTEBOOKS =
            Path.of("..", "deploy", "notebooks").toAbsolutePath().normalize();
    private static final Path OUTPUT = Path.of("target", "notebooks").toAbsolutePath();
    private static final Path STAND_INS =
            Path.of("src", "test", "python", "notebooks").toAbsolutePath();

    @TempDir
    static Path folder;

    @BeforeAll
    static void findJupyter() throws Exception {
        assumeTrue(
                LauncherRun.succeeds(folder, "jupyter", "nbconvert", "--version"),
                "no jupyter with nbconvert is on the path: see deploy/notebooks/README.md");
    }

    @Test
    void theJavaNotebookGoesFromImagesThroughAPipelineToPlots() throws Exception {
        LauncherRun installed = LauncherRun.command(
                folder, Map.of(), NOTEBOOKS.resolve("kernel/install").toString(), folder.toString());
        assertEquals(0, installed.status(), installed::err);

        JsonNode notebook = run("autoencoder.ipynb", Map.of("JUPYTER_PATH", folder.toString()));

        assertEquals(3, pictures(notebook), "plots");
        Matcher figures = find("silhouette ([0-9.]+), purity ([0-9.]+)", notebook);
        assertTrue(Double.parseDouble(figures.group(1)) > 0.05, figures::group);
        // Ten clusters at random would have hardly more than a tenth.
        assertTrue(Double.parseDouble(figures.group(2)) > 0.4, figures::group);
    }

    @Test
    void thePythonNotebookReadsCodesAndShowsMapNeighboursAndAnomalies() throws Exception {
        String python = kernelPython();
        assumeTrue(
                LauncherRun.succeeds(folder, python, "-c", "import matplotlib, pandas, sklearn"),
                python + " has not all of matplotlib, pandas and scikit-learn");
        LauncherRun encoded = LauncherRun.in(
                folder,
                Map.of(),
                "pipeline",
                "--set",
                "ingest.input=synthetic:digits",
                "--set",
                "ingest.synthetic.count=4000",
                "--set",
                "output-dir=" + folder.resolve("digits"));
        assertEquals(0, encoded.status(), encoded::err);

        Map<String, String> environment = new HashMap<>();
        environment.put("SPARCODE_OUTPUT", folder.resolve("digits").toString());
        if (!LauncherRun.succeeds(folder, python, "-c", "import duckdb")) {
            environment.put("PYTHONPATH", STAND_INS.toString());
            environment.put("DUCKDB_CLASSPATH", System.getProperty("java.class.path"));
        }
        JsonNode notebook = run("codes.ipynb", environment);

        assertEquals(4, pictures(notebook), "pictures");
        assertTrue(find("([0-9,]+) records, 64 code units", notebook).group(1).equals("4,000"));
        Matcher same = find("nearest neighbour of the same label: ([0-9.]+)%", notebook);
        assertTrue(Double.parseDouble(same.group(1)) > 85, same::group);
    }

    /** The Python that Jupyter runs notebooks in. */
    private static String kernelPython() throws Exception {
        LauncherRun kernels = LauncherRun.command(folder, Map.of(), "jupyter", "kernelspec", "list", "--json");
        JsonNode python =
                new ObjectMapper().readTree(String.join("\n", kernels.out())).at("/kernelspecs/python3/spec/argv/0");
        assumeTrue(!python.isMissingNode(), "jupyter has no kernel python3: see deploy/notebooks/README.md");
        return python.asText();
    }

    private static JsonNode run(String notebook, Map<String, String> environment) throws Exception {
        LauncherRun run = LauncherRun.command(
                folder,
                environment,
                "jupyter",
                "nbconvert",
                "--to",
                "notebook",
                "--execute",
                "--ExecutePreprocessor.timeout=540",
                "--ExecutePreprocessor.startup_timeout=300",
                "--output-dir",
                OUTPUT.toString(),
                NOTEBOOKS.resolve(notebook).toString());
        assertEquals(0, run.status(), run::err);
        return new ObjectMapper().readTree(Files.readString(OUTPUT.resolve(notebook)));
    }

    private static long pictures(JsonNode notebook) {
        return notebook.findValues("image/png").size();
    }

    private static Matcher find(String pattern, JsonNode notebook) throws IOException {
        List<JsonNode> texts = notebook.findValues("outputs");
        Matcher matcher = Pattern.compile(pattern).matcher(texts.toString());
        assertTrue(matcher.find(), () -> pattern + " is not in " + texts);
        return matcher;
    }
}
