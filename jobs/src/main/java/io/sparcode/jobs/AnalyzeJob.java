package io.sparcode.jobs;

import io.sparcode.analysis.Analysis;
import io.sparcode.analysis.AnalysisJson;
import io.sparcode.analysis.AnalysisTables;
import io.sparcode.analysis.AnalyzedCodes;
import io.sparcode.analysis.CodeAnalyzer;
import io.sparcode.analysis.Probe;
import io.sparcode.config.AnalyzeOptions;
import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import io.sparcode.report.Report;
import io.sparcode.report.ReportSubject;
import io.sparcode.scoring.InputColumn;
import io.sparcode.storage.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a dataset's codes are worth. */
final class AnalyzeJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(AnalyzeJob.class);

    @Override
    public String name() {
        return "analyze";
    }

    @Override
    public String description() {
        return "Computes figures, baselines and two-dimensional maps of the codes, and writes a report.";
    }

    @Override
    public Set<String> sections() {
        return Set.of("analyze");
    }

    @Override
    public void check(JobConfiguration configuration) {
        configuration.analyze();
    }

    @Override
    public Summary run(SparkSession spark, JobConfiguration configuration) throws IOException {
        AnalyzeOptions options = configuration.analyze();
        Configuration hadoop = spark.sessionState().newHadoopConf();
        Path output = new Path(options.output());
        Outputs.requireApart(
                hadoop,
                "analyze.output",
                options.output(),
                Map.of(
                        "analyze.input", options.input(),
                        "analyze.model", options.model(),
                        "analyze.dataset", options.dataset()));
        DatasetSummary dataset = MadeInput.dataset(hadoop, "analyze.dataset", options.dataset());
        MadeInput codesMade = MadeInput.of(hadoop, "analyze.input", options.input(), "encode");
        MadeInput trained = MadeInput.of(hadoop, "analyze.model", options.model(), "train");
        Provenance provenance = provenance(codesMade, trained, options, dataset, spark.version());
        if (Outputs.isMade(hadoop, output, provenance, "analyze.overwrite", options.overwrite())) {
            LOG.info("{} is there already, made of the same codes, images and model", output);
            return summary(Summary.skipped(name()), options, read(hadoop, output));
        }
        LOG.info("analysing the codes in {}", options.input());
        AutoencoderModel model = trained.model();
        corruption(codesMade.provenance())
                .ifPresent(seed -> model.setCorrupt(true).setSeed(seed));
        Dataset<Row> encoded = spark.read().parquet(options.input());
        Dataset<Row> images = spark.read().parquet(options.dataset());
        AnalyzedCodes codes = analyze(options, model, encoded, images);
        LOG.info("drawing the report");
        Report report = Report.of(new ReportSubject(codes, model, dataset, provenance), encoded, images);
        LOG.info("writing {}", output);
        Outputs.write(hadoop, output, provenance, options.overwrite(), aside -> {
            write(spark, codes, aside);
            SmallFile.write(
                    hadoop,
                    new Path(aside, AnalysisJson.FILE_NAME),
                    AnalysisJson.write(codes.figures()).getBytes(StandardCharsets.UTF_8));
            report.write(hadoop, aside);
        });
        LOG.info("wrote {}", output);
        return summary(new Summary(name()), options, codes.figures());
    }

    /** Checks that codes, model and images are there and belong together. */
    private static Provenance provenance(
            MadeInput codes, MadeInput model, AnalyzeOptions options, DatasetSummary dataset, String sparkVersion) {
        codes.requireModel(model);
        List<String> encoded = codes.provenance().inputs();
        if (!encoded.equals(List.of(dataset.fingerprint()))) {
            throw new BadDataException("the codes in " + options.input()
                    + " (analyze.input) are of data with fingerprint "
                    + String.join(", ", encoded) + ", and " + options.dataset() + " (analyze.dataset) has "
                    + dataset.fingerprint());
        }
        return Provenance.ofData(
                "analyze",
                Outputs.asMap(options.analysis()),
                Map.of(
                        "input", options.input(),
                        "model", options.model(),
                        "dataset", options.dataset(),
                        "output", options.output()),
                List.of(codes.identity(), dataset.fingerprint()),
                model.identity(),
                Versions.running(sparkVersion));
    }

    /** Returns the seed by which records were corrupted before they were encoded; empty if they were not. */
    private static Optional<Long> corruption(Provenance encode) {
        return Boolean.TRUE.equals(encode.options().get("corrupt"))
                ? Optional.of(((Number) encode.options().get("seed")).longValue())
                : Optional.empty();
    }

    private static AnalyzedCodes analyze(
            AnalyzeOptions options, AutoencoderModel model, Dataset<Row> encoded, Dataset<Row> images) {
        CodeAnalyzer analyzer = new CodeAnalyzer(options.analysis(), model.trainingLabels());
        String column = model.getInputCol();
        if (!Arrays.asList(images.columns()).contains(column)) {
            throw new BadDataException(options.dataset() + " (analyze.dataset) has no column " + column
                    + ", from which the model was trained; columns are " + Arrays.asList(images.columns()));
        }
        if (!InputColumn.holdsImages(images.schema().apply(column).dataType())) {
            return analyzer.analyze(encoded);
        }
        return model.getTargetCol().isEmpty()
                ? analyzer.analyze(encoded, images, column)
                : analyzer.analyzeWithTarget(encoded, images, column);
    }

    private static void write(SparkSession spark, AnalyzedCodes codes, Path into) {
        write(AnalysisTables.figures(spark, codes.figures()), into, "figures");
        write(AnalysisTables.units(spark, codes.figures()), into, "units");
        write(AnalysisTables.scores(spark, codes.figures()), into, "scores");
        write(AnalysisTables.anomalies(spark, codes), into, "anomalies");
        write(codes.map(), into, "map");
    }

    private static void write(Dataset<Row> table, Path into, String name) {
        table.write().parquet(new Path(into, name).toString());
    }

    private static Analysis read(Configuration hadoop, Path output) throws IOException {
        byte[] json = Outputs.read(hadoop, output, AnalysisJson.FILE_NAME);
        try {
            return AnalysisJson.read(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw Outputs.damaged(output, AnalysisJson.FILE_NAME + " is " + e.getMessage(), e);
        }
    }

    private static Summary summary(Summary summary, AnalyzeOptions options, Analysis figures) {
        String report = new Path(options.output(), Report.FILE).toString();
        LOG.info("the report is {}", report);
        return summary.with("input", options.input())
                .with("model", options.model())
                .with("dataset", options.dataset())
                .with("output", options.output())
                .with(Summary.REPORT, report)
                .with("records", figures.records())
                .with("metrics", metrics(figures));
    }

    private static Map<String, Object> metrics(Analysis figures) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("participation-ratio", figures.dimension().participationRatio());
        metrics.put("components-for-90", figures.dimension().componentsFor90());
        metrics.put("components-for-99", figures.dimension().componentsFor99());
        if (figures.baseline() != null) {
            metrics.put("ratio-to-pca", figures.baseline().ratio());
        }
        if (figures.clustering() != null) {
            metrics.put("silhouette", figures.clustering().silhouette());
            if (figures.clustering().adjustedMutualInformation() != null) {
                metrics.put("adjusted-mutual-information", figures.clustering().adjustedMutualInformation());
            }
        }
        if (figures.neighbourhoods() != null) {
            metrics.put("trustworthiness", figures.neighbourhoods().trustworthiness());
            metrics.put("continuity", figures.neighbourhoods().continuity());
        }
        for (Probe probe : figures.probes()) {
            if (!Double.isNaN(probe.linearAccuracy())) {
                metrics.put("linear-accuracy-" + probe.features(), probe.linearAccuracy());
            }
            metrics.put("neighbour-accuracy-" + probe.features(), probe.neighbourAccuracy());
        }
        figures.detections()
                .forEach(
                        detection -> metrics.put("roc-auc-" + detection.score().replace('_', '-'), detection.rocAuc()));
        if (figures.disentanglement() != null) {
            metrics.put("mutual-information-gap", figures.disentanglement().mutualInformationGap());
        }
        return metrics;
    }
}
