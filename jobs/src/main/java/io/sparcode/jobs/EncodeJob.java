package io.sparcode.jobs;

import io.sparcode.config.EncodeOptions;
import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.ImageRows;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import io.sparcode.storage.WholeDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the code and the reconstruction scores of every record of a dataset. */
final class EncodeJob implements Job {
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
                .setInputCol(ImageRows.IMAGE)
                .setContamination(options.contamination());
        Dataset<Row> encoded =
                model.transform(spark.read().parquet(options.input())).drop(ImageRows.IMAGE);
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

    private static String identityOfModel(Configuration hadoop, EncodeOptions options) throws IOException {
        return Provenance.read(hadoop, new Path(options.model()))
                .orElseThrow(() -> new BadDataException(options.model() + " is not a model that train wrote: it has no "
                        + Provenance.FILE + " (encode.model)"))
                .identity();
    }

    private static Provenance provenance(
            EncodeOptions options, DatasetSummary dataset, String model, String sparkVersion) {
        return Provenance.ofData(
                "encode",
                Map.of("contamination", options.contamination()),
                Map.of("input", options.input(), "model", options.model(), "output", options.output()),
                List.of(dataset.fingerprint()),
                model,
                Versions.running(sparkVersion));
    }

    private static Summary summary(Summary summary, EncodeOptions options, SparkSession spark) {
        Dataset<Row> codes = spark.read().parquet(options.output());
        Map<String, Object> errors = new LinkedHashMap<>();
        codes.groupBy(ImageRows.SPLIT)
                .agg(functions.avg("reconstruction_mse"))
                .orderBy(ImageRows.SPLIT)
                .collectAsList()
                .forEach(row -> errors.put(row.getString(0), row.getDouble(1)));
        Row counts = codes.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.when(functions.col("is_anomaly"), true)))
                .first();
        return summary.with("input", options.input())
                .with("model", options.model())
                .with("output", options.output())
                .with("records", counts.getLong(0))
                .with("anomalies", counts.getLong(1))
                .with("metrics", Map.of("reconstruction-mse", errors));
    }
}
