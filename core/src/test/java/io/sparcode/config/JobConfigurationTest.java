package io.sparcode.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.analysis.AnalysisOptions;
import io.sparcode.analysis.SampleSizes;
import io.sparcode.dataset.IngestOptions;
import io.sparcode.dataset.InputFormat;
import io.sparcode.image.ResizeFilter;
import io.sparcode.model.Architecture;
import io.sparcode.model.GradientClipping;
import io.sparcode.model.Optimizer;
import io.sparcode.model.Schedule;
import io.sparcode.training.AveragingSchedule;
import io.sparcode.training.CheckpointOptions;
import io.sparcode.training.EarlyStopping;
import io.sparcode.training.OuterOptimizer;
import io.sparcode.training.UpdaterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobConfigurationTest {
    private static final Path CONF = Path.of("..", "conf");

    @TempDir
    Path folder;

    @Test
    void ingestKeysBecomeItsOptions() {
        IngestOptions options = read(
                        "ingest.input=/in",
                        "ingest.format=cifar10",
                        "ingest.output=/out",
                        "ingest.overwrite=true",
                        "ingest.shards=3",
                        "ingest.image.height=4",
                        "ingest.image.width=5",
                        "ingest.image.channels=1",
                        "ingest.image.resize-filter=lanczos",
                        "ingest.image.max-pixels=99",
                        "ingest.split.validation-fraction=0.2",
                        "ingest.split.test-fraction=0.3",
                        "ingest.derived.column=image_low",
                        "ingest.derived.height=2",
                        "ingest.derived.width=3",
                        "ingest.derived.resize-filter=bicubic",
                        "ingest.split.seed=7",
                        "ingest.quarantine.path=/bad",
                        "ingest.quarantine.max-records=8",
                        "ingest.quarantine.max-fraction=0.5",
                        "ingest.parquet.image-column=picture",
                        "ingest.synthetic.count=11",
                        "ingest.synthetic.seed=12")
                .ingest();

        assertEquals(
                new IngestOptions(
                        "/in",
                        InputFormat.CIFAR10,
                        "/out",
                        new IngestOptions.TargetImage(4, 5, 1, ResizeFilter.LANCZOS, 99),
                        new IngestOptions.Derived("image_low", 2, 3, ResizeFilter.BICUBIC),
                        new IngestOptions.Split(0.2, 0.3, 7),
                        new IngestOptions.Quarantine("/bad", 8, 0.5),
                        new IngestOptions.Parquet("picture"),
                        new IngestOptions.Synthetic(11, 12),
                        3,
                        true),
                options);
    }

    @Test
    void trainKeysBecomeItsOptions() {
        TrainOptions options = read(
                        "seed=5",
                        "train.input=/in",
                        "train.input-column=image_low",
                        "train.target-column=image",
                        "train.model=/out",
                        "train.overwrite=true",
                        "train.workers=2",
                        "train.epochs=3",
                        "train.layerwise-epochs=6",
                        "train.batch-size-per-worker=4",
                        "train.averaging-frequency=10",
                        "train.averaging-schedule.initial-frequency=2",
                        "train.averaging-schedule.ramp-rounds=6",
                        "train.optimizer={name = sgd, learning-rate = 0.5}",
                        "train.schedule={type = step, factor = 0.5, every = 1000}",
                        "train.gradient-clipping={type = by-norm, threshold = 2}",
                        "train.outer-optimizer.learning-rate=0.7",
                        "train.outer-optimizer.momentum=0.9",
                        "train.updater-state=reset",
                        "train.validation-fraction=0.1",
                        "train.early-stopping.patience=8",
                        "train.early-stopping.minimum-improvement=0.01",
                        "train.checkpoint.directory=/checkpoints",
                        "train.checkpoint.every-rounds=9",
                        "train.checkpoint.keep=3",
                        "train.checkpoint.start-over=true",
                        "model.encoder=[{type = dense, units = 3, activation = tanh}]",
                        "model.decoder=[{type = dense, activation = linear}]")
                .train();

        assertEquals(
                new TrainOptions(
                        "/in",
                        "image_low",
                        "image",
                        "/out",
                        true,
                        Architecture.fromJson("{\"encoder\":[{\"type\":\"dense\",\"units\":3,\"activation\":\"tanh\"}],"
                                + "\"decoder\":[{\"type\":\"dense\",\"activation\":\"linear\"}]}"),
                        new Optimizer.Sgd(0.5),
                        new Schedule.Step(0.5, 1000, 0L),
                        new GradientClipping.ByNorm(2),
                        2,
                        3,
                        6,
                        4,
                        new AveragingSchedule(10, 2, 6),
                        new OuterOptimizer(0.7, 0.9),
                        UpdaterState.RESET,
                        0.1,
                        new EarlyStopping(8, 0.01),
                        new CheckpointOptions("/checkpoints", 9, 3, true),
                        5),
                options);
    }

    @Test
    void encodeKeysBecomeItsOptions() {
        EncodeOptions options = read(
                        "encode.input=/in",
                        "encode.model=/model",
                        "encode.output=/out",
                        "encode.contamination=0.25",
                        "encode.corrupt=true",
                        "seed=9",
                        "encode.overwrite=true")
                .encode();

        assertEquals(new EncodeOptions("/in", "/model", "/out", 0.25, true, false, 128, 9, true), options);
    }

    @Test
    void analyzeKeysBecomeItsOptions() {
        AnalyzeOptions options = read(
                        "analyze.input=/codes",
                        "analyze.output=/out",
                        "output-dir=/run",
                        "analyze.overwrite=true",
                        "analyze.clusters=7",
                        "analyze.neighbours=3",
                        "analyze.anomalous-labels=[4, 9]",
                        "analyze.samples={map = 1, neighbourhoods = 2, probe = 3, silhouette = 4, pixels = 5}",
                        "seed=9")
                .analyze();

        assertEquals(
                new AnalyzeOptions(
                        "/codes",
                        "/run/model",
                        "/run/dataset",
                        "/out",
                        true,
                        new AnalysisOptions(7, 3, Set.of(4, 9), new SampleSizes(1, 2, 3, 4, 5, 9))),
                options);
    }

    @Test
    void anomalousLabelsThatAreNotWholeNumbersAreRefusedWithTheirKey() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> read("analyze.anomalous-labels=[one]").analyze());

        assertEquals(
                "analyze.anomalous-labels must be a list of whole numbers, as in [1, 2], was [\"one\"]"
                        + " (--set analyze.anomalous-labels=[one])",
                refused.getMessage());
    }

    @Test
    void aSampleOfNothingIsRefusedWithItsKey() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> read("analyze.samples.map=0").analyze());

        assertEquals(
                "analyze.samples.map must be at least 1 record, was 0 (--set analyze.samples.map=0)",
                refused.getMessage());
    }

    @Test
    void theDefaultsAreValidOnceThereIsAnInput() {
        JobConfiguration configuration = read("ingest.input=synthetic:digits");

        assertEquals(InputFormat.AUTO, configuration.ingest().format());
        assertEquals(AveragingSchedule.every(100), configuration.train().averaging());
        assertEquals("sparcode-output/model", configuration.encode().model());
    }

    @Test
    void oneOutputDirectoryServesThreeJobs() {
        JobConfiguration configuration = read("ingest.input=x", "output-dir=/run");

        assertEquals("/run/dataset", configuration.ingest().output());
        assertEquals("/run/dataset", configuration.train().input());
        assertEquals("/run/model", configuration.train().model());
        assertEquals("/run/model", configuration.encode().model());
        assertEquals("/run/codes", configuration.encode().output());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingest.format=tiff | ingest.format must be one of auto, idx, cifar10, images, parquet, synthetic,",
                "ingest.image.height=5 | ingest.image.height and image.width must both be at least 1,",
                "ingest.image.channels=2 | ingest.image.channels must be 1, 3 or 4, or 0",
                "ingest.image.resize-filter=box | ingest.image.resize-filter must be one of nearest, bilinear,",
                "ingest.split.test-fraction=1.5 | ingest.split.test-fraction must be at least 0 and less than 1, was 1.5",
                "ingest.quarantine.max-fraction=2 | ingest.quarantine.max-fraction must be 0 to 1, was 2.0",
                "ingest.shards=-1 | ingest.shards must be at least 0, was -1 (--set ingest.shards=-1)",
                "ingest.shards=3000000000 | ingest.shards must be -2147483648 to 2147483647, was 3000000000",
                "ingest.synthetic.count=0 | ingest.synthetic.count must be at least 1, was 0",
            })
    void ingestRefusesWhatIsOutOfRangeWithItsFullKeyAndPlace(String override, String message) {
        assertRefused(override, message, JobConfiguration::ingest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.input= | train.input must be given",
                "train.workers=-1 | train.workers must be at least 0, was -1 (--set train.workers=-1)",
                "train.epochs=0 | train.epochs must be at least 1, was 0 (--set train.epochs=0)",
                "train.layerwise-epochs=-1 | train.layerwise-epochs must be at least 0, was -1 (--set train.layerwise",
                "train.batch-size-per-worker=-1 | train.batch-size-per-worker must be at least 0, was -1",
                "train.averaging-frequency=0 | train.averaging-frequency must be at least 1 minibatch, was 0",
                "train.averaging-schedule.initial-frequency=101 | train.averaging-schedule.initial-frequency must be 1",
                "train.averaging-schedule.ramp-rounds=-1 | train.averaging-schedule.ramp-rounds must be at least 0",
                "train.outer-optimizer.momentum=1 | train.outer-optimizer.momentum must be at least 0 and less than 1",
                "train.outer-optimizer.learning-rate=NaN | train.outer-optimizer.learning-rate must be greater than 0",
                "train.updater-state=kept | train.updater-state must be one of averaged, reset, was \"kept\"",
                "train.validation-fraction=1 | train.validation-fraction must be at least 0 and less than 1, was 1.0",
                "train.early-stopping.patience=-2 | train.early-stopping.patience must be at least 0 epochs, was -2",
                "train.checkpoint.keep=0 | train.checkpoint.keep must be at least 1, was 0 (--set",
                "train.optimizer.learning-rate=-1 | train.optimizer.learning-rate",
                "train.optimizer.nam=adam | train.optimizer.nam",
                "train.optimizer={name = adm} | train.optimizer.name",
                "train.schedule={type = step, factor = 0.5, every = 0} | train.schedule.every must be at least 1, was 0",
                "train.schedule={type = step, factor = 0.5, every = 1.5} | train.schedule.every must be a whole number",
                "train.schedule={type = step, every = 1} | train.schedule.factor is missing",
                "train.schedule={type = cosine, final-fraction = 2} | train.schedule.final-fraction must be at least 0",
                "train.schedule.warm-up=-1 | train.schedule.warm-up must be at least 0, was -1",
                "train.schedule.type=linear | train.schedule.type must be one of constant, step, exponential, cosine",
                "train.gradient-clipping.type=by-norm | train.gradient-clipping.threshold is missing",
                "train.gradient-clipping={type = by-value, threshold = 0} | train.gradient-clipping.threshold must be",
                "model.encoder=[] | model",
                "model.encoder=[{type = dense, unitz = 3}] | model.encoder[0].unitz",
                "model.losss=bce | model.losss",
            })
    void trainRefusesWhatIsOutOfRangeWithItsFullKeyAndPlace(String override, String message) {
        assertRefused(override, message, JobConfiguration::train);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encode.contamination=0.6 | encode.contamination must be 0 to 0.5, was 0.6 (--set encode.contamination",
                "encode.output= | encode.output must be given",
            })
    void encodeRefusesWhatIsOutOfRangeWithItsFullKeyAndPlace(String override, String message) {
        assertRefused(override, message, JobConfiguration::encode);
    }

    @Test
    void ingestWithoutAnInputIsRefused() {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> read().ingest());

        assertTrue(refused.getMessage().startsWith("ingest.input must be given, was empty (reference.conf:"));
    }

    @Test
    void aValueOutOfRangeInAFileIsRefusedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("range.conf"), "train {\n\n  epochs = -3\n}");

        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> new ConfigurationFiles().read(List.of(file), List.of()).train());

        assertEquals("train.epochs must be at least 1, was -3 (" + file + ":3)", refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyScenarioIsValid(Path scenario) {
        JobConfiguration configuration =
                new ConfigurationFiles().read(List.of(scenario), List.of("ingest.input=somewhere"));

        assertEquals("somewhere", configuration.ingest().input());
        configuration.train();
        configuration.encode();
    }

    @ParameterizedTest
    @MethodSource("flavours")
    void everyFlavourIsValidAfterEveryOtherAndSaysNothingOfWhereDataLies(Path flavour) throws IOException {
        TrainOptions alone =
                new ConfigurationFiles().read(List.of(flavour), List.of()).train();

        for (Path other : flavours().toList()) {
            TrainOptions after = new ConfigurationFiles()
                    .read(List.of(other, flavour), List.of())
                    .train();
            assertEquals(alone.architecture(), after.architecture(), () -> flavour + " keeps something of " + other);
            assertEquals(alone.optimizer(), after.optimizer(), () -> flavour + " keeps something of " + other);
        }
        TrainOptions defaults = read().train();
        assertEquals(defaults.input(), alone.input());
        assertEquals(defaults.model(), alone.model());
        assertEquals(defaults.checkpoint(), alone.checkpoint());
    }

    static Stream<Path> scenarios() throws IOException {
        return confFiles(CONF);
    }

    static Stream<Path> flavours() throws IOException {
        return confFiles(CONF.resolve("flavours"));
    }

    private static Stream<Path> confFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".conf"))
                    .filter(file -> !file.endsWith("spark-defaults.conf"))
                    .sorted()
                    .toList();
            assertTrue(!found.isEmpty(), () -> "no files in " + folder.toAbsolutePath());
            return found.stream();
        }
    }

    private static void assertRefused(String override, String message, Function<JobConfiguration, Object> job) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> job.apply(read("ingest.input=x", override)));
        assertTrue(refused.getMessage().startsWith(message), refused::getMessage);
        assertTrue(refused.getMessage().endsWith(")"), () -> "no place in: " + refused.getMessage());
    }

    private static JobConfiguration read(String... overrides) {
        return new ConfigurationFiles().read(List.of(), List.of(overrides));
    }
}
