package io.sparcode.jobs;

import io.sparcode.config.EncodeOptions;
import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.ImageRows;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import io.sparcode.scoring.CodeActivity;
import io.sparcode.scoring.CodeType;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.scoring.InputColumn;
import io.sparcode.storage.WholeDirectory;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
    private static final String CODE = "code";

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
        DatasetSummary dataset = DatasetSummary.read(hadoop, new Path(options.input()));
        Provenance provenance = provenance(options, dataset, identityOfModel(hadoop, options), spark.version());
        if (Outputs.isMade(hadoop, output, provenance, "encode.overwrite", options.overwrite())) {
            LOG.info("{} is there already, made of the same data and model", output);
            return summary(Summary.skipped(name()), options, spark);
        }
        LOG.info("encoding {} records of {} into {}", dataset.records(), options.input(), output);
        AutoencoderModel model = AutoencoderModel.load(options.model())
                .setOutputCol(CODE)
                .setCodeType(CodeType.ARRAY.toString())
                .setContamination(options.contamination())
                .setCorrupt(options.corrupt())
                .setDeviations(options.deviations())
                .setImportanceSamples(options.importanceSamples())
                .setSeed(options.seed());
        Dataset<Row> rows = spark.read().parquet(options.input());
        Dataset<Row> encoded = model.transform(rows).drop(imageColumns(rows.schema()));
        WholeDirectory.write(
                hadoop,
                output,
                options.overwrite() ? WholeDirectory.IfExists.REPLACE : WholeDirectory.IfExists.REFUSE,
                aside -> {
                    encoded.write().options(model.parquetOptions()).parquet(aside.toString());
                    provenance.write(hadoop, aside);
                });
        LOG.info("wrote {}", output);
        return summary(new Summary(name()), options, spark);
    }

    private static String[] imageColumns(StructType schema) {
        return Arrays.stream(schema.fields())
                .filter(field -> InputColumn.holdsImages(field.dataType()))
                .map(StructField::name)
                .toArray(String[]::new);
    }

    private static String identityOfModel(Configuration hadoop, EncodeOptions options) throws IOException {
        return Provenance.read(hadoop, new Path(options.model()))
                .orElseThrow(() -> new BadDataException(options.model() + " is not a model that train wrote: it has no "
                        + Provenance.FILE + " (encode.model)"))
                .identity();
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
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("reconstruction-mse", meanBySplit(codes, EncodedColumns.RECONSTRUCTION_MSE));
        if (options.corrupt()) {
            metrics.put("corruption-mse", meanBySplit(codes, EncodedColumns.CORRUPTION_MSE));
        }
        for (String column :
                List.of(EncodedColumns.KL_DIVERGENCE, EncodedColumns.ELBO, EncodedColumns.LOG_LIKELIHOOD)) {
            if (Arrays.asList(codes.columns()).contains(column)) {
                metrics.put(column.replace('_', '-'), meanBySplit(codes, column));
            }
        }
        CodeActivity activity = CodeActivity.of(codes.select(CODE));
        metrics.put("active-units", activity.activeShare());
        metrics.put("dead-units", activity.deadUnits());
        Row counts = codes.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.when(functions.col(EncodedColumns.IS_ANOMALY), true)))
                .first();
        return summary.with("input", options.input())
                .with("model", options.model())
                .with("output", options.output())
                .with("records", counts.getLong(0))
                .with("anomalies", counts.getLong(1))
                .with("metrics", metrics);
    }

    private static Map<String, Object> meanBySplit(Dataset<Row> codes, String column) {
        Map<String, Object> means = new LinkedHashMap<>();
        codes.groupBy(ImageRows.SPLIT)
                .agg(functions.avg(column))
                .orderBy(ImageRows.SPLIT)
                .collectAsList()
                .forEach(row -> means.put(row.getString(0), row.get(1)));
        return means;
    }
}
