package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python module, with real py4j and a real JVM that has the job jar from {@code --jars}, and with a small stand-in for
 * PySpark itself, which no registry that can be reached here has.
 */
class PythonModuleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    static Path folder;

    private static Path py4j;

    @BeforeAll
    static void findPython() throws Exception {
        assumeTrue(
                LauncherRun.succeeds(folder, "python3", "-c", "import sys; assert sys.version_info >= (3, 8)"),
                "no python3, 3.8 or newer, is on the path");
        py4j = unpackedPy4j();
    }

    @Test
    void pythonDeclaresTheParametersOfTheJavaClassesOfTheSameTypesAndMeaning() throws Exception {
        JsonNode declared = run("declared.py");

        assertEquals(parameters(new Autoencoder()), parameters(declared.get("Autoencoder")));
        JsonNode ofModel = declared.get("AutoencoderModel");
        for (String name : new String[] {"inputCol", "codeType", "contamination", "corrupt", "importanceSamples"}) {
            assertTrue(ofModel.has(name), name);
        }
        for (JsonNode stage : declared) {
            stage.fields()
                    .forEachRemaining(param ->
                            assertTrue(param.getValue().get("accessors").asBoolean(), param.getKey()));
        }
    }

    @Test
    void aModelIsTrainedSavedLoadedAndUsedThroughTheGateway() throws Exception {
        Path dataset = folder.resolve("digits");
        LauncherRun ingest = LauncherRun.in(
                folder,
                Map.of(),
                "ingest",
                "--set",
                "ingest.input=synthetic:digits",
                "--set",
                "ingest.synthetic.count=300",
                "--set",
                "ingest.output=" + dataset);
        assertEquals(0, ingest.status(), ingest::err);

        JsonNode answer = run(
                "train.py",
                TARGET.resolve("spark/jars").toString(),
                TARGET.resolve("sparcode-jobs.jar").toString(),
                dataset.toString(),
                folder.toString());

        Autoencoder java = new Autoencoder();
        for (Param<?> param : java.params()) {
            JsonNode python = answer.at("/defaults/" + param.name());
            assertEquals(
                    param instanceof IntArrayParam list
                            ? Arrays.toString(java.getDefault(list).get())
                            : String.valueOf(java.getDefault(param).get()),
                    python.isArray() ? python.toString() : python.asText(),
                    param.name());
        }
        assertEquals("AutoencoderModel", answer.get("loadedType").asText());
        assertEquals(answer.at("/uids/0"), answer.at("/uids/1"));
        assertEquals("vector", answer.at("/set/codeType").asText());
        assertEquals(3_000_000_000L, answer.at("/set/seed").asLong());
        assertTrue(answer.get("schema").asText().contains("code:struct<type:tinyint,size:int,"), answer::toString);
        assertEquals(6, answer.get("codeSize").asInt());
        assertEquals(6, answer.get("units").asInt());
        assertTrue(answer.get("selection").isNull());
        assertEquals(2, answer.get("history").size());
        assertEquals(2, answer.at("/history/1/epoch").asInt());
        assertTrue(answer.at("/history/1/trainingLoss").asDouble()
                < answer.at("/history/0/trainingLoss").asDouble());
        assertTrue(answer.at("/anomalies/0").asInt() > 100);
        assertEquals(0, answer.at("/anomalies/1").asInt());
        try (InputStream metadata = Files.newInputStream(Files.list(folder.resolve("model/metadata"))
                .filter(file -> file.getFileName().toString().startsWith("part-"))
                .findFirst()
                .orElseThrow())) {
            assertEquals(
                    AutoencoderModel.class.getName(),
                    JSON.readTree(metadata).get("class").asText());
        }
    }

    private static JsonNode run(String script, String... arguments) throws Exception {
        String path = String.join(
                ":",
                Path.of("../deploy/python").toAbsolutePath().toString(),
                SCRIPTS.resolve("stand_in").toString(),
                py4j.toString());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PYTHONPATH", path);
        environment.put("SPARK_JAVA_OPTIONS", optionsOfThisJava());
        List<String> command =
                new ArrayList<>(List.of("python3", SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        LauncherRun run = LauncherRun.command(folder, environment, command.toArray(String[]::new));
        assertEquals(0, run.status(), run::err);
        return run.summary();
    }

    /** What Spark needs opened, which Maven has given to this process too. */
    private static String optionsOfThisJava() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens"))
                .collect(Collectors.joining(" "));
    }

    /** By name, how each is converted and what it means. */
    private static Map<String, String> parameters(Params stage) {
        Map<String, String> parameters = new TreeMap<>();
        for (Param<?> param : stage.params()) {
            parameters.put(param.name(), converter(param) + ": " + param.doc());
        }
        return parameters;
    }

    private static String converter(Param<?> param) {
        if (param instanceof IntParam || param instanceof LongParam) {
            return "toInt";
        }
        if (param instanceof IntArrayParam) {
            return "toListInt";
        }
        if (param instanceof DoubleParam) {
            return "toFloat";
        }
        if (param instanceof BooleanParam) {
            return "toBoolean";
        }
        return param.doc().contains(" as JSON") ? "_to_json" : "toString";
    }

    private static Map<String, String> parameters(JsonNode stage) {
        Map<String, String> parameters = new TreeMap<>();
        stage.fields()
                .forEachRemaining(param -> parameters.put(
                        param.getKey(),
                        param.getValue().get("converter").asText() + ": "
                                + param.getValue().get("doc").asText()));
        return parameters;
    }

    /** The Python side of py4j, a zip within the one jar that Maven has it in. */
    private static Path unpackedPy4j() throws IOException {
        try (var jars = Files.list(TARGET.resolve("py4j"));
                ZipFile jar = new ZipFile(jars.findFirst().orElseThrow().toFile())) {
            ZipEntry entry = jar.stream()
                    .filter(each -> each.getName().matches("python/py4j-src-.*\\.zip"))
                    .findFirst()
                    .orElseThrow();
            Path zip = folder.resolve("py4j.zip");
            Files.copy(jar.getInputStream(entry), zip);
            return zip;
        }
    }
}
