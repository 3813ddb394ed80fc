package io.sparcode.config;

import com.typesafe.config.Config;
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
import java.util.Set;

/** A checked configuration, from which each job takes its options as validated records. */
public final class JobConfiguration {
    private final Config config;

    JobConfiguration(Config config) {
        this.config = config;
    }

    /**
     * Returns the ingest job's options.
     *
     * @throws ConfigurationException if a value is out of range, naming its key
     */
    public IngestOptions ingest() {
        Section ingest = new Section(config, "ingest");
        return ingest.build(() -> new IngestOptions(
                ingest.text("input"),
                ingest.choice("format", InputFormat.class),
                ingest.choice("folders", FolderLayout.class),
                ingest.text("output"),
                image(ingest.section("image")),
                derived(ingest.section("derived")),
                split(ingest.section("split")),
                quarantine(ingest.section("quarantine")),
                parquet(ingest.section("parquet")),
                new IngestOptions.Arrays(ingest.text("arrays.images"), ingest.text("arrays.labels")),
                new IngestOptions.Synthetic(ingest.whole("synthetic.count"), ingest.whole("synthetic.seed")),
                ingest.integer("shards"),
                ingest.flag("overwrite")));
    }

    private static IngestOptions.TargetImage image(Section image) {
        return new IngestOptions.TargetImage(
                image.integer("height"),
                image.integer("width"),
                image.integer("channels"),
                image.choice("resize-filter", ResizeFilter.class),
                image.whole("max-pixels"),
                image.choice("color-profile", ColorProfile.class),
                image.choice("orientation", Orientation.class),
                background(image),
                image.choice("values", PixelValues.class));
    }

    private static Rgb background(Section image) {
        try {
            return Rgb.of(image.text("background"));
        } catch (IllegalArgumentException e) {
            throw image.refused("background", e.getMessage());
        }
    }

    private static IngestOptions.Parquet parquet(Section parquet) {
        return new IngestOptions.Parquet(
                parquet.text("image-column"),
                parquet.text("label-column"),
                parquet.text("id-column"),
                parquet.text("split-column"));
    }

    private static IngestOptions.Derived derived(Section derived) {
        return new IngestOptions.Derived(
                derived.text("column"),
                derived.integer("height"),
                derived.integer("width"),
                derived.choice("resize-filter", ResizeFilter.class));
    }

    private static IngestOptions.Split split(Section split) {
        return new IngestOptions.Split(
                split.number("validation-fraction"), split.number("test-fraction"), split.whole("seed"));
    }

    private static IngestOptions.Quarantine quarantine(Section quarantine) {
        return new IngestOptions.Quarantine(
                quarantine.text("path"), quarantine.whole("max-records"), quarantine.number("max-fraction"));
    }

    /**
     * Returns the train job's options, the model's architecture among them.
     *
     * @throws ConfigurationException if a value is out of range, naming its key
     */
    public TrainOptions train() {
        Section root = new Section(config, "");
        Section train = root.section("train");
        Section outer = train.section("outer-optimizer");
        Section stopping = train.section("early-stopping");
        Section checkpoint = train.section("checkpoint");
        return train.build(() -> new TrainOptions(
                train.text("input"),
                train.text("input-column"),
                train.text("target-column"),
                train.integers("labels"),
                train.text("model"),
                train.flag("overwrite"),
                root.block("model", Architecture::fromJson),
                train.block("optimizer", Optimizer::fromJson),
                train.block("schedule", Schedule::fromJson),
                train.block("gradient-clipping", GradientClipping::fromJson),
                train.integer("workers"),
                train.integer("epochs"),
                train.integer("layerwise-epochs"),
                train.integer("batch-size-per-worker"),
                averaging(train),
                outer.build(() -> new OuterOptimizer(outer.number("learning-rate"), outer.number("momentum"))),
                train.choice("updater-state", UpdaterState.class),
                train.number("validation-fraction"),
                stopping.build(
                        () -> new EarlyStopping(stopping.integer("patience"), stopping.number("minimum-improvement"))),
                checkpoint.build(() -> new CheckpointOptions(
                        checkpoint.text("directory"),
                        checkpoint.integer("every-rounds"),
                        checkpoint.integer("keep"),
                        checkpoint.flag("start-over"))),
                root.whole("seed")));
    }

    private static AveragingSchedule averaging(Section train) {
        int frequency = train.integer("averaging-frequency");
        if (frequency < 1) {
            throw train.refused("averaging-frequency", "must be at least 1 minibatch, was " + frequency);
        }
        Section schedule = train.section("averaging-schedule");
        int initial = schedule.integer("initial-frequency");
        return schedule.build(() ->
                new AveragingSchedule(frequency, initial == 0 ? frequency : initial, schedule.integer("ramp-rounds")));
    }

    /**
     * Returns the encode job's options.
     *
     * @throws ConfigurationException if a value is out of range, naming its key
     */
    public EncodeOptions encode() {
        Section root = new Section(config, "");
        Section encode = root.section("encode");
        return encode.build(() -> new EncodeOptions(
                encode.text("input"),
                encode.text("model"),
                encode.text("output"),
                encode.number("contamination"),
                encode.flag("corrupt"),
                encode.flag("deviations"),
                encode.integer("importance-samples"),
                root.whole("seed"),
                encode.flag("overwrite")));
    }

    /**
     * Returns the analyze job's options.
     *
     * @throws ConfigurationException if a value is out of range, naming its key
     */
    public AnalyzeOptions analyze() {
        Section analyze = new Section(config, "analyze");
        return analyze.build(() -> new AnalyzeOptions(
                analyze.text("input"),
                analyze.text("model"),
                analyze.text("dataset"),
                analyze.text("output"),
                analyze.flag("overwrite"),
                new AnalysisOptions(
                        analyze.integer("clusters"),
                        analyze.integer("neighbours"),
                        Set.copyOf(analyze.integers("anomalous-labels")),
                        samples(analyze.section("samples")))));
    }

    private static SampleSizes samples(Section samples) {
        return samples.build(() -> new SampleSizes(
                samples.integer("map"),
                samples.integer("neighbourhoods"),
                samples.integer("probe"),
                samples.integer("clusters"),
                samples.integer("pixels"),
                samples.whole("seed")));
    }

    /**
     * Returns the generate job's options: those of its mode alone.
     *
     * @throws ConfigurationException if a value is out of range, naming its key
     */
    public GenerateOptions generate() {
        Section root = new Section(config, "");
        Section generate = root.section("generate");
        GenerateMode mode = GenerateSection.mode(generate, root.whole("seed"));
        return generate.build(() -> new GenerateOptions(
                generate.text("model"),
                generate.text("output"),
                generate.flag("overwrite"),
                generate.integer("pictured"),
                mode));
    }

    /** Returns a section, or the whole for an empty name, as JSON with its keys in order. */
    String toJson(String section) {
        return Kind.show(section.isEmpty() ? config.root() : config.getValue(section));
    }
}
