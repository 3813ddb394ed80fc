package io.sparcode.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparcode.analysis.AnalysisOptions;
import io.sparcode.analysis.SampleSizes;
import io.sparcode.dataset.FolderLayout;
import io.sparcode.dataset.IngestOptions;
import io.sparcode.dataset.InputFormat;
import io.sparcode.image.ColorProfile;
import io.sparcode.image.Orientation;
import io.sparcode.image.PixelValues;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.Rgb;
import io.sparcode.model.Architecture;
import io.sparcode.model.GradientClipping;
import io.sparcode.model.Optimizer;
import io.sparcode.model.Schedule;
import io.sparcode.training.AveragingSchedule;
import io.sparcode.training.CheckpointOptions;
import io.sparcode.training.EarlyStopping;
import io.sparcode.training.OuterOptimizer;
import io.sparcode.training.UpdaterState;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobConfigurationTest {
    private static final Path CONF = Path.of("..", "conf");

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
                        "ingest.image.color-profile=srgb",
                        "ingest.image.orientation=stored",
                        "ingest.image.background=#ff8000",
                        "ingest.image.values=floats",
                        "ingest.folders=splits",
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
                        "ingest.parquet.label-column=kind",
                        "ingest.parquet.id-column=none",
                        "ingest.parquet.split-column=part",
                        "ingest.arrays.images=train/x",
                        "ingest.arrays.labels=none",
                        "ingest.synthetic.count=11",
                        "ingest.synthetic.seed=12")
                .ingest();

        assertEquals(
                new IngestOptions(
                        "/in",
                        InputFormat.CIFAR10,
                        FolderLayout.SPLITS,
                        "/out",
                        new IngestOptions.TargetImage(
                                4,
                                5,
                                1,
                                ResizeFilter.LANCZOS,
                                99,
                                ColorProfile.SRGB,
                                Orientation.STORED,
                                new Rgb(255, 128, 0),
                                PixelValues.FLOATS),
                        new IngestOptions.Derived("image_low", 2, 3, ResizeFilter.BICUBIC),
                        new IngestOptions.Split(0.2, 0.3, 7),
                        new IngestOptions.Quarantine("/bad", 8, 0.5),
                        new IngestOptions.Parquet("picture", "kind", "none", "part"),
                        new IngestOptions.Arrays("train/x", "none"),
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
                        "train.labels=[7, -1]",
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
                        List.of(7, -1),
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
                        "analyze.samples={map = 1, neighbourhoods = 2, probe = 3, clusters = 4, pixels = 5}",
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

    private static JobConfiguration read(String... overrides) {
        return new ConfigurationFiles().read(List.of(), List.of(overrides));
    }
}
