package io.sparcode.jobs;

import io.sparcode.config.JobConfiguration;
import io.sparcode.config.TrainOptions;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.ImageRows;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.training.Checkpoints;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains an autoencoder on a dataset and saves it. */
final class TrainJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String description() {
        return "Trains an autoencoder by parameter averaging.";
    }

    @Override
    public Set<String> sections() {
        return Set.of("model", "train");
    }

    @Override
    public void check(JobConfiguration configuration) {
        configuration.train();
    }

    @Override
    public Summary run(SparkSession spark, JobConfiguration configuration) throws IOException {
        TrainOptions options = configuration.train();
        Configuration hadoop = spark.sessionState().newHadoopConf();
        Outputs.requireApart(hadoop, "train.model", options.model(), Map.of("train.input", options.input()));
        DatasetSummary dataset = MadeInput.dataset(hadoop, "train.input", options.input());
        Dataset<Row> rows = spark.read().parquet(options.input());
        Autoencoder autoencoder = autoencoder(options, dataset.fingerprint());
        Path place = new Path(options.model());
        Provenance provenance = autoencoder.provenance(rows);
        if (Outputs.isMade(hadoop, place, provenance, "train.overwrite", options.overwrite())) {
            LOG.info("{} is there already, trained on the same data by the same options", place);
            return summary(Summary.skipped(name()), options, AutoencoderModel.load(options.model()));
        }
        LOG.info(
                "training on {} {} records of shape {} with {} workers",
                options.labels().isEmpty() ? "all" : "those of the labels " + options.labels() + " among",
                dataset.recordsIn(ImageRows.TRAIN),
                dataset.shape(),
                provenance.workers());
        AutoencoderModel model = autoencoder
                .setListener(new ProgressLog(LOG::info, System::nanoTime))
                .fit(rows);
        MLWriter writer = model.write();
        (options.overwrite() ? writer.overwrite() : writer).save(options.model());
        LOG.info("saved the model to {}", place);
        if (!options.checkpoint().directory().isEmpty()) {
            // They have led to the model, and would be in the way of the next one.
            Checkpoints.delete(hadoop, new Path(options.checkpoint().directory()));
        }
        return summary(new Summary(name()), options, model);
    }

    /** Returns the estimator that the options describe. */
    static Autoencoder autoencoder(TrainOptions options, String fingerprint) {
        return new Autoencoder()
                .setInputCol(options.inputColumn())
                .setTargetCol(options.targetColumn())
                .setSplitCol(ImageRows.SPLIT)
                .setTrainingLabels(
                        options.labels().stream().mapToInt(Integer::intValue).toArray())
                .setInputFingerprint(fingerprint)
                .setArchitecture(options.architecture())
                .setOptimizer(options.optimizer())
                .setSchedule(options.schedule())
                .setGradientClipping(options.gradientClipping())
                .setNumWorkers(options.workers())
                .setEpochs(options.epochs())
                .setLayerwiseEpochs(options.layerwiseEpochs())
                .setBatchSize(options.batchSizePerWorker())
                .setAveragingFrequency(options.averaging().frequency())
                .setInitialAveragingFrequency(options.averaging().initialFrequency())
                .setAveragingRampRounds(options.averaging().rampRounds())
                .setOuterLearningRate(options.outerOptimizer().learningRate())
                .setOuterMomentum(options.outerOptimizer().momentum())
                .setUpdaterState(options.updaterState().name().toLowerCase(Locale.ROOT))
                .setValidationFraction(options.validationFraction())
                .setPatience(options.earlyStopping().patience())
                .setMinimumImprovement(options.earlyStopping().minimumImprovement())
                .setCheckpointDir(options.checkpoint().directory())
                .setCheckpointInterval(options.checkpoint().everyRounds())
                .setCheckpointsKept(options.checkpoint().keep())
                .setCheckpointPolicy(options.checkpoint().startOver() ? Autoencoder.START_OVER : Autoencoder.RESUME)
                .setSeed(options.seed());
    }

    private static Summary summary(Summary summary, TrainOptions options, AutoencoderModel model) {
        List<EpochMetrics> history =
                model.history().stream().filter(epoch -> epoch.stage() == 0).toList();
        EpochMetrics last = history.get(history.size() - 1);
        return summary.with("input", options.input())
                .with("model", options.model())
                .with("identity", model.provenance().identity())
                .with("workers", model.provenance().workers())
                .with("code-size", model.codeSize())
                .with("epochs", history.size())
                .with("stopped-early", history.size() < options.epochs())
                .with("metrics", metrics(last, model));
    }

    private static Map<String, Object> metrics(EpochMetrics last, AutoencoderModel model) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("training-loss", last.trainingLoss());
        metrics.put("training-mse", last.trainingMse());
        metrics.put("validation-mse", last.validationMse());
        metrics.put("images-per-second", last.imagesPerSecond());
        model.selection().ifPresent(selection -> {
            metrics.put("selected-inputs", selection.indices());
            metrics.put("distinct-inputs", selection.distinct());
            metrics.put("mean-largest-probability", selection.meanLargestProbability());
        });
        return metrics;
    }
}
