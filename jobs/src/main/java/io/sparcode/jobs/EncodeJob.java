package io.sparcode.jobs;

import io.sparcode.config.EncodeOptions;
import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.ImageRows;
import io.sparcode.dataset.Shards;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import io.sparcode.scoring.CodeActivity;
import io.sparcode.scoring.CodeColumn;
import io.sparcode.scoring.CodeType;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.scoring.InputColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the code and the reconstruction scores of every record of a dataset. */
final class EncodeJob implements Job {

    /** Scores whose means the summary gives, where the codes have them. */
    private static final List<String> SCORES = List.of(
            EncodedColumns.RECONSTRUCTION_MSE,
            EncodedColumns.CORRUPTION_MSE,
            EncodedColumns.KL_DIVERGENCE,
            EncodedColumns.ELBO,
            EncodedColumns.LOG_LIKELIHOOD);

    /** Columns of a split's row before the means: its name, records and anomalies. */
    private static final int COUNTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(EncodeJob.class);

    @Override
    public String name() {
        return "encode";
    }

    @Override
    public String description() {
        return "Writes every record's code and reconstruction scores as Parquet.";
    }

    @Override
    public Set<String> sections() {
        return Set.of("encode");
    }

    @Override
    public void check(JobConfiguration configuration) {
        configuration.encode();
    }

    @Override
    public Summary run(SparkSession spark, JobConfiguration configuration) throws IOException {
        EncodeOptions options = configuration.encode();
        Configuration hadoop = spark.sessionState().newHadoopConf();
        Path output = new Path(options.output());
        Outputs.requireApart(
                hadoop,
                "encode.output",
                options.output(),
                Map.of("encode.input", options.input(), "encode.model", options.model()));
        DatasetSummary dataset = MadeInput.dataset(hadoop, "encode.input", options.input());
        MadeInput trained = MadeInput.of(hadoop, "encode.model", options.model(), "train");
        Provenance provenance = provenance(options, dataset, trained.identity(), spark.version());
        if (Outputs.isMade(hadoop, output, provenance, "encode.overwrite", options.overwrite())) {
            LOG.info("{} is there already, made of the same data and model", output);
            return summary(Summary.skipped(name()), options, spark);
        }
        LOG.info("encoding {} records of {} into {}", dataset.records(), options.input(), output);
        AutoencoderModel model = trained.model()
                .setOutputCol(CodeColumn.NAME)
                .setCodeType(CodeType.ARRAY.toString())
                .setContamination(options.contamination())
                .setCorrupt(options.corrupt())
                .setDeviations(options.deviations())
                .setImportanceSamples(options.importanceSamples())
                .setSeed(options.seed());
        Dataset<Row> rows = spark.read().parquet(options.input());
        Dataset<Row> encoded = model.transform(rows).drop(imageColumns(rows.schema()));
        Outputs.write(hadoop, output, provenance, options.overwrite(), aside -> {
            encoded.write().options(model.parquetOptions()).parquet(aside.toString());
            Dataset<Row> written = Shards.read(spark, hadoop, aside, encoded.schema());
            requireAll(written.count(), dataset.records(), options.input());
        });
        LOG.info("wrote {}", output);
        return summary(new Summary(name()), options, spark);
    }

    /** Spark takes a task's output that something has removed for a task that had none. */
    private static void requireAll(long written, long records, String input) throws IOException {
        if (written != records) {
            throw new IOException(written + " codes were written, and " + input + " has " + records + " records");
        }
    }

    private static String[] imageColumns(StructType schema) {
        return Arrays.stream(schema.fields())
                .filter(field -> InputColumn.holdsImages(field.dataType()))
                .map(StructField::name)
                .toArray(String[]::new);
    }

    private static Provenance provenance(
            EncodeOptions options, DatasetSummary dataset, String model, String sparkVersion) {
        Map<String, Object> determining = new TreeMap<>();
        determining.put("contamination", options.contamination());
        determining.put("corrupt", options.corrupt());
        determining.put("deviations", options.deviations());
        determining.put("importanceSamples", options.importanceSamples());
        if (options.corrupt()) {
            determining.put("seed", options.seed());
        }
        return Provenance.ofData(
                "encode",
                determining,
                Map.of("input", options.input(), "model", options.model(), "output", options.output()),
                List.of(dataset.fingerprint()),
                model,
                Versions.running(sparkVersion));
    }

    private static Summary summary(Summary summary, EncodeOptions options, SparkSession spark) {
        Dataset<Row> codes = spark.read().parquet(options.output());
        List<String> scores =
                SCORES.stream().filter(Arrays.asList(codes.columns())::contains).toList();
        List<Row> bySplit = bySplit(codes, scores);
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (int score = 0; score < scores.size(); score++) {
            Map<String, Object> means = new LinkedHashMap<>();
            for (Row split : bySplit) {
                means.put(split.getString(0), split.get(COUNTS + score));
            }
            metrics.put(scores.get(score).replace('_', '-'), means);
        }
        CodeActivity activity = CodeActivity.of(codes.select(CodeColumn.NAME));
        metrics.put("active-units", activity.activeShare());
        metrics.put("dead-units", activity.deadUnits());
        return summary.with("input", options.input())
                .with("model", options.model())
                .with("output", options.output())
                .with(
                        "records",
                        bySplit.stream().mapToLong(split -> split.getLong(1)).sum())
                .with(
                        "anomalies",
                        bySplit.stream().mapToLong(split -> split.getLong(2)).sum())
                .with("metrics", metrics);
    }

    /** Returns a row for each split: its name, how many records and how many anomalies it has, and the scores' means. */
    private static List<Row> bySplit(Dataset<Row> codes, List<String> scores) {
        List<Column> figures = new ArrayList<>();
        figures.add(functions.count(functions.when(functions.col(EncodedColumns.IS_ANOMALY), true)));
        scores.forEach(score -> figures.add(functions.avg(score)));
        return codes.groupBy(ImageRows.SPLIT)
                .agg(functions.count(functions.lit(1)), figures.toArray(Column[]::new))
                .orderBy(ImageRows.SPLIT)
                .collectAsList();
    }
}
