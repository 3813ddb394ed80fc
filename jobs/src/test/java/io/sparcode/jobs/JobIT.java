package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparcode.analysis.Analysis;
import io.sparcode.analysis.AnalysisJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the job jar, each job in a process of its own. */
class JobIT {
    private static final Path FLAVOURS =
            Path.of("..", "conf", "flavours").toAbsolutePath().normalize();
    private static final Path MAVEN_SPARK =
            Path.of("target", "spark").toAbsolutePath().normalize();

    @TempDir
    static Path temp;

    private static Path folder;
    private static LauncherRun first;

    @BeforeAll
    static void runTheWholePipelineOnce() throws Exception {
        folder = Files.createDirectories(temp.resolve("with a space"));
        Files.writeString(folder.resolve("data.conf"), """
                ingest { input = "synthetic:digits", synthetic.count = 400 }
                """);
        Files.writeString(folder.resolve("tiny.conf"), """
                include "data.conf"
                output-dir = "tiny run"
                train { epochs = 1, workers = 2 }
                """);
        first = run("pipeline", "--conf", "tiny.conf");
    }

    @Test
    void aPipelineGoesFromNothingToCodesBelowTheWorkingDirectory() throws IOException {
        assertEquals(0, first.status(), first::err);
        JsonNode summary = first.summary();
        assertEquals("pipeline", summary.get("job").asText());
        assertEquals("done", summary.get("status").asText());
        assertEquals(false, summary.get("skipped").asBoolean());
        assertEquals(400, summary.at("/steps/0/records").asInt());
        assertEquals(2, summary.at("/steps/1/workers").asInt());
        assertEquals(64, summary.at("/steps/1/code-size").asInt());
        assertEquals(400, summary.at("/steps/2/records").asInt());
        assertEquals(400, summary.at("/steps/3/records").asInt());
        assertTrue(summary.at("/steps/3/metrics/ratio-to-pca").asDouble() > 0, summary::toString);
        assertTrue(summary.get("seconds").asDouble() > 0);
        for (String output : new String[] {"dataset", "model", "codes", "analysis"}) {
            assertTrue(Files.exists(folder.resolve("tiny run").resolve(output).resolve("_provenance.json")), output);
        }
    }

    @Test
    void codesHaveAllColumnsOfTheirRecordsButImages() throws Exception {
        List<String> columns = DuckDbQuery.strings("select column_name from (describe select * from '"
                + folder.resolve("tiny run/codes") + "/*.parquet')");

        assertEquals(
                List.of(
                        "id",
                        "label",
                        "split",
                        "code",
                        "reconstruction_mse",
                        "reconstruction_bce",
                        "anomaly_score",
                        "is_anomaly"),
                columns);
    }

    @Test
    void theAnalysisJoinsOnIdForReadersThatAreNotSpark() throws Exception {
        String run = folder.resolve("tiny run").toString();
        List<String> found = DuckDbQuery.strings("""
                select unnest([count(*), count(map.pca_x), count(map.tsne_x), count(map.umap_y), min(cluster),
                    (select value::bigint from '%1$s/analysis/figures/*.parquet' where figure = '/code-size'),
                    (select count(*) from '%1$s/analysis/units/*.parquet'),
                    (select count(*) from '%1$s/analysis/anomalies/*.parquet' where ranking = 'most'),
                    (select count(*) from '%1$s/analysis/scores/*.parquet' where label is null)])
                from '%1$s/analysis/map/*.parquet' map join '%1$s/codes/*.parquet' codes using (id)
                """.formatted(run));
        assertEquals(List.of("400", "400", "400", "400", "0", "64", "64", "100", "3"), found);
        String json = Files.readString(Path.of(run, "analysis", "analysis.json"));
        Analysis figures = AnalysisJson.read(json);
        assertEquals(400, figures.records());
        assertEquals(3, figures.probes().size());
        assertTrue(!json.contains("NaN"), json);
    }

    @Test
    void standardOutputIsTheSummaryAndProgressGoesToStandardError() {
        assertEquals(1, first.out().size(), () -> String.join("\n", first.out()));
        assertContains(first.err(), "epoch 1 ended: loss ", "training error ", "oneDNN on, 1 threads");
    }

    @Test
    void aPipelineThatIsRepeatedChangesNothingAndIsSkippedAlsoThroughSparkSubmit() throws Exception {
        Path codes = folder.resolve("tiny run/codes");
        Object before = Files.getLastModifiedTime(codes);

        LauncherRun again = run(Map.of("SPARK_HOME", sparkHome().toString()), "pipeline", "--conf", "tiny.conf");

        assertEquals(0, again.status(), again::err);
        assertEquals(true, again.summary().get("skipped").asBoolean());
        assertEquals(1, again.out().size(), () -> String.join("\n", again.out()));
        assertEquals(before, Files.getLastModifiedTime(codes));
        assertTrue(Files.exists(folder.resolve("spark-submit ran")));
    }

    @Test
    void aWrongConfigurationIsStatusOne() throws Exception {
        LauncherRun run = run("train", "--conf", "tiny.conf", "--set", "train.epoch=2");

        assertEquals(1, run.status(), run::err);
        assertContains(run.err(), "unknown key train.epoch = 2", "did you mean train.epochs?");
        assertEquals("failed", run.summary().get("status").asText());
    }

    @Test
    void missingDataIsStatusTwo() throws Exception {
        LauncherRun run = run("ingest", "--set", "ingest.input=no such folder", "--set", "output-dir=none");

        assertEquals(2, run.status(), run::err);
        assertContains(run.summary().get("error").asText(), "no such folder");
    }

    @Test
    void aTrainingThatDivergesIsStatusThree() throws Exception {
        LauncherRun run = run(
                "pipeline",
                "--conf",
                "tiny.conf",
                "--conf",
                FLAVOURS.resolve("vanilla-linear.conf").toString(),
                "--set",
                "train.optimizer={name = sgd, learning-rate = 1e30}",
                "--set",
                "train.model=diverged",
                "--set",
                "train.checkpoint.directory=",
                "--set",
                "train.batch-size-per-worker=8");

        assertEquals(3, run.status(), run::err);
        assertContains(run.summary().get("error").asText(), "train.optimizer.learning-rate");
        assertContains(run.err(), "sparcode pipeline, train: ");
        assertEquals("train", run.summary().get("step").asText());
        assertEquals(1, run.summary().get("steps").size());
        assertEquals("ingest", run.summary().at("/steps/0/job").asText());
        assertTrue(!Files.exists(folder.resolve("diverged")));
    }

    @Test
    void codesAndScoresHaveNoDictionaries() throws IOException {
        Map<String, Boolean> dictionaries = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("tiny run/codes"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                try (ParquetFileReader reader = ParquetFileReader.open(
                        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
                    reader.getFooter()
                            .getBlocks()
                            .forEach(block -> block.getColumns()
                                    .forEach(column -> dictionaries.put(
                                            column.getPath().toDotString(), column.hasDictionaryPage())));
                }
            }
        }
        for (String column :
                new String[] {"code.list.element", "reconstruction_mse", "reconstruction_bce", "anomaly_score"}) {
            assertEquals(false, dictionaries.get(column), () -> column + " of " + dictionaries);
        }
        assertEquals(true, dictionaries.get("split"), dictionaries::toString);
    }

    @Test
    void executorsInProcessesOfTheirOwnGetTheJarWhereverTheMasterIsNamed() throws Exception {
        String cluster = "local-cluster[1,1,1024]";
        LauncherRun byOption = run(
                Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
                "encode",
                "--conf",
                "tiny.conf",
                "--set",
                "encode.output=by-option",
                "--",
                "--master",
                cluster,
                "--conf",
                "spark.executor.memory=1g");
        assertEquals(0, byOption.status(), byOption::err);
        assertEquals(400, byOption.summary().get("records").asInt());

        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("spark-defaults.conf"), """
                spark.master           %s
                spark.executor.memory  1g
                """.formatted(cluster));
        LauncherRun bySite = run(
                Map.of("SPARK_LOCAL_IP", "127.0.0.1", "SPARK_CONF_DIR", site.toString()),
                "encode",
                "--conf",
                "tiny.conf",
                "--set",
                "encode.output=by-site");
        assertEquals(0, bySite.status(), bySite::err);
        assertEquals(400, bySite.summary().get("records").asInt());
    }

    @Test
    void sparkOptionsPassThrough() throws Exception {
        LauncherRun run = run("ingest", "--conf", "tiny.conf", "--", "--master", "nonsense");

        assertTrue(run.status() != 0);
        assertContains(run.err(), "Master must either be yarn or start with");
    }

    /** A Spark home as a distribution has it, with Maven's jars and a script in the place of its own. */
    private static Path sparkHome() throws IOException {
        Path home = Files.createDirectories(Path.of("target", "spark home").toAbsolutePath());
        if (!Files.exists(home.resolve("jars"))) {
            Files.createSymbolicLink(home.resolve("jars"), MAVEN_SPARK.resolve("jars"));
        }
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, """
                #!/usr/bin/env bash
                touch 'spark-submit ran'
                mapfile -d '' -t command < <(java -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \\
                  org.apache.spark.deploy.SparkSubmit "$@")
                command=("${command[@]:1}")
                exec "${command[0]#$'\\n'}" "${command[@]:1}"
                """);
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private static LauncherRun run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private static LauncherRun run(Map<String, String> environment, String... arguments) throws Exception {
        return LauncherRun.in(folder, environment, arguments);
    }

    private static void assertContains(String text, String... parts) {
        Stream.of(parts).forEach(part -> assertTrue(text.contains(part), () -> "\"" + part + "\" is not in: " + text));
    }
}
