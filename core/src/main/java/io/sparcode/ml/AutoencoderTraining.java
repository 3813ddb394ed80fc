package io.sparcode.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.ImageBlock;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.Architecture;
import io.sparcode.model.ArchitectureException;
import io.sparcode.model.Concrete;
import io.sparcode.model.Corruption;
import io.sparcode.model.Corruptor;
import io.sparcode.model.LayerStage;
import io.sparcode.model.Optimization;
import io.sparcode.model.TensorShape;
import io.sparcode.model.TrainingLength;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import io.sparcode.scoring.ErrorQuantiles;
import io.sparcode.scoring.InputColumn;
import io.sparcode.scoring.Scorer;
import io.sparcode.training.AveragingSchedule;
import io.sparcode.training.CheckpointOptions;
import io.sparcode.training.EarlyStopping;
import io.sparcode.training.OuterOptimizer;
import io.sparcode.training.TrainedNetwork;
import io.sparcode.training.TrainingListener;
import io.sparcode.training.TrainingOptions;
import io.sparcode.training.UpdaterState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** One call of {@link Autoencoder#fit}: looks at the data, trains, and measures what the model has to know. */
final class AutoencoderTraining {
    /** Parameters that change neither the network nor what is saved with it, or that provenance has a place of its own for. */
    private static final Set<String> NOT_OPTIONS = Set.of(
            "checkpointDir",
            "checkpointInterval",
            "checkpointsKept",
            "checkpointPolicy",
            "inputFingerprint",
            "numWorkers",
            "seed");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Autoencoder params;
    private final TrainingListener listener;

    AutoencoderTraining(Autoencoder params, TrainingListener listener) {
        this.params = params;
        this.listener = listener;
    }

    AutoencoderModel on(Dataset<Row> rows) {
        TrainingOptions options = options(rows.sparkSession());
        InputColumn input = input(rows.schema());
        HeldOut records = HeldOut.of(rows, params);
        TrainingLabels.of(params).requireEach(records.training(), rows);
        List<Row> first = records.training().takeAsList(1);
        if (first.isEmpty()) {
            throw new BadDataException("there are no records to train on" + records.reason());
        }
        Shapes shapes = Shapes.of(first.get(0), input, target(rows.schema()));
        Architecture architecture = params.getArchitecture();
        architecture.codeShape(shapes.input(), shapes.target());
        List<LayerStage> stages = params.getLayerwiseEpochs() == 0
                ? List.of()
                : LayerStage.of(architecture, shapes.input(), shapes.target());
        Provenance provenance = provenance(rows);
        refuseStoppedAnnealing(architecture, options);
        try (ShardedBlocks training = blocks(records.training(), options.workers(), stages)) {
            refuseOutsideUnitInterval(architecture, first.get(0), input, target(rows.schema()), training);
            TrainedNetwork trained = train(options, architecture, shapes, stages, training, records, provenance);
            Scorer scorer = new Scorer(trained.network(), shapes.input(), shapes.target());
            ErrorQuantiles errors = scorer.errorQuantiles(training.select(training.blocksByShard()));
            TrainedAutoencoder model = new TrainedAutoencoder(
                    architecture,
                    shapes.input(),
                    shapes.target(),
                    target(rows.schema()).pixelValues(first.get(0)),
                    trained.network(),
                    trained.history(),
                    errors,
                    provenance);
            return new AutoencoderModel(params.uid(), model, scorer);
        }
    }

    /** The shapes of a record and of its target. */
    private record Shapes(TensorShape input, TensorShape target) {
        static Shapes of(Row row, InputColumn input, InputColumn target) {
            return new Shapes(input.shape(row), target.shape(row));
        }
    }

    /** The column of what reconstructions are compared with: the input's where no other is named. */
    private InputColumn target(StructType schema) {
        return params.getTargetCol().isEmpty() ? input(schema) : InputColumn.ofTarget(schema, params.getTargetCol());
    }

    private InputColumn input(StructType schema) {
        return InputColumn.of(schema, params.getInputCol());
    }

    private ShardedBlocks blocks(Dataset<Row> rows, int shards, List<LayerStage> stages) {
        Optional<String> targetCol = Optional.of(params.getTargetCol()).filter(column -> !column.isEmpty());
        // The codes of layer-wise training lie in blocks of as many records as the images do.
        long largestCode =
                stages.stream().mapToLong(LayerStage::codeBytes).max().orElse(0);
        return ShardedBlocks.of(rows, params.getInputCol(), targetCol, shards, largestCode);
    }

    private TrainedNetwork train(
            TrainingOptions options,
            Architecture architecture,
            Shapes shapes,
            List<LayerStage> stages,
            ShardedBlocks training,
            HeldOut records,
            Provenance provenance) {
        LayerwiseTraining layerwise = new LayerwiseTraining(
                options, params.getLayerwiseEpochs(), this::optimization, listener, provenance.identity());
        var graph = architecture.toGraph(
                shapes.input(), shapes.target(), layerwise.optimization(options, training.records()), options.seed());
        Corruptor corruptor = architecture.corruptor(shapes.input());
        Optional<Dataset<Row>> held = records.validation().filter(rows -> !rows.isEmpty());
        if (held.isEmpty()) {
            return layerwise.fit(graph, corruptor, stages, training, Optional.empty());
        }
        StructType schema = held.get().schema();
        Shapes heldShapes = Shapes.of(held.get().first(), input(schema), target(schema));
        if (!heldShapes.equals(shapes)) {
            throw new BadDataException("validation records have shape " + heldShapes.input() + " and targets "
                    + heldShapes.target() + ", training records " + shapes.input() + " and " + shapes.target());
        }
        try (ShardedBlocks validation = blocks(held.get(), options.workers(), stages)) {
            refuseOutsideUnitInterval(architecture, held.get().first(), input(schema), target(schema), validation);
            return layerwise.fit(graph, corruptor, stages, training, Optional.of(validation));
        }
    }

    private Optimization optimization(TrainingLength length) {
        return new Optimization(params.getOptimizer(), params.getSchedule(), params.getGradientClipping(), length);
    }

    /** A concrete layer's temperature has come down at the last epoch, and no earlier. */
    private static void refuseStoppedAnnealing(Architecture architecture, TrainingOptions options) {
        if (architecture.encoder().get(0) instanceof Concrete
                && options.earlyStopping().patience() > 0) {
            throw new ArchitectureException("early-stopping.patience must be 0 with a concrete layer, whose temperature"
                    + " comes down at the last epoch, was "
                    + options.earlyStopping().patience());
        }
    }

    /** Cross-entropy and clipping to [0, 1] mean nothing for other values; images of bytes are always within. */
    private static void refuseOutsideUnitInterval(
            Architecture architecture, Row first, InputColumn input, InputColumn target, ShardedBlocks records) {
        if (architecture.loss().needsProbability() && !target.holdsBytes(first)) {
            refuseOutside(
                    "loss " + architecture.loss().kind() + " needs",
                    target,
                    records.select(records.blocksByShard()).map(ImageBlock::target));
        }
        boolean clipped = architecture.corruptions().stream()
                .anyMatch(corruption -> corruption instanceof Corruption.Gaussian gaussian && gaussian.clipped());
        if (clipped && !input.holdsBytes(first)) {
            refuseOutside(
                    "corruption gaussian with clipped = true needs", input, records.select(records.blocksByShard()));
        }
    }

    private static void refuseOutside(String what, InputColumn column, JavaRDD<ImageBlock> blocks) {
        List<Float> found = blocks.flatMap(block ->
                        firstOutside(block).map(List::of).orElse(List.of()).iterator())
                .take(1);
        if (!found.isEmpty()) {
            throw new BadDataException(what + " values in [0, 1], column " + column.name() + " has " + found.get(0));
        }
    }

    private static Optional<Float> firstOutside(ImageBlock block) {
        float[] values = new float[block.recordSize()];
        for (int record = 0; record < block.records(); record++) {
            block.read(record, values, 0);
            for (float value : values) {
                if (!(value >= 0 && value <= 1)) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    Provenance provenance(Dataset<Row> rows) {
        String fingerprint = params.getInputFingerprint();
        if (fingerprint.isEmpty()) {
            fingerprint = FrameFingerprint.of(
                    rows,
                    Stream.of(params.getInputCol(), params.getTargetCol())
                            .filter(column -> !column.isEmpty())
                            .toList(),
                    choosingColumns());
        }
        TrainingOptions options = options(rows.sparkSession());
        return Provenance.ofTraining(
                determiningOptions(options),
                List.of(fingerprint),
                options.seed(),
                options.workers(),
                options.averaging().frequency(),
                Versions.running(rows.sparkSession().version()));
    }

    /** The columns by which records are chosen: a label matters only where labels do. */
    private List<String> choosingColumns() {
        return TrainingLabels.of(params).isEmpty()
                ? List.of(params.getSplitCol())
                : List.of(params.getSplitCol(), params.getLabelCol());
    }

    private Map<String, Object> determiningOptions(TrainingOptions resolved) {
        Map<String, Object> options = new TreeMap<>();
        for (Param<?> param : params.params()) {
            if (!NOT_OPTIONS.contains(param.name())) {
                options.put(param.name(), params.getOrDefault(param));
            }
        }
        options.put("initialAveragingFrequency", resolved.averaging().initialFrequency());
        // In the order of numbers, whatever order they were given in.
        options.put(TrainingLabels.OPTION, TrainingLabels.of(params).labels());
        // In the one form that says all defaults: two ways to write the same architecture are the same.
        options.put("architecture", parsed(params.getArchitecture().toJson()));
        options.put("optimizer", parsed(params.getOptimizer().toJson()));
        options.put("schedule", parsed(params.getSchedule().toJson()));
        options.put("gradientClipping", parsed(params.getGradientClipping().toJson()));
        return options;
    }

    private static Object parsed(String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON of our own cannot be read: " + json, e);
        }
    }

    private TrainingOptions options(SparkSession spark) {
        int workers = params.getNumWorkers() > 0
                ? params.getNumWorkers()
                : spark.sparkContext().defaultParallelism();
        int initialFrequency = params.getInitialAveragingFrequency() > 0
                ? params.getInitialAveragingFrequency()
                : params.getAveragingFrequency();
        return new TrainingOptions(
                workers,
                params.getEpochs(),
                params.getBatchSize() > 0 ? params.getBatchSize() : TrainingOptions.batchSizeOfEach(workers),
                new AveragingSchedule(
                        params.getAveragingFrequency(), initialFrequency, params.getAveragingRampRounds()),
                new OuterOptimizer(params.getOuterLearningRate(), params.getOuterMomentum()),
                UpdaterState.valueOf(params.getUpdaterState().toUpperCase(Locale.ROOT)),
                new EarlyStopping(params.getPatience(), params.getMinimumImprovement()),
                new CheckpointOptions(
                        params.getCheckpointDir(),
                        params.getCheckpointInterval(),
                        params.getCheckpointsKept(),
                        params.getCheckpointPolicy().equals(CheckpointParams.START_OVER)),
                params.getSeed());
    }
}
