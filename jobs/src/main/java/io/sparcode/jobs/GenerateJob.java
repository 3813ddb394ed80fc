package io.sparcode.jobs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.config.ConfigurationException;
import io.sparcode.config.GenerateOptions;
import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.Shards;
import io.sparcode.generation.GeneratedRows;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import io.sparcode.storage.SmallFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes images with a trained model. */
final class GenerateJob implements Job {
    /** Readers of Parquet pass over names that begin so. */
    private static final String PICTURE = "_grid.png";

    private static final String METRICS = "_metrics.json";
    private static final Set<String> PLACES = Set.of("input", "codes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(GenerateJob.class);

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String description() {
        return "Makes images with a model: drawn, decoded, interpolated, moved, denoised, inpainted or upscaled.";
    }

    @Override
    public Set<String> sections() {
        return Set.of("generate");
    }

    @Override
    public void check(JobConfiguration configuration) {
        configuration.generate();
    }

    @Override
    public Summary run(SparkSession spark, JobConfiguration configuration) throws IOException {
        GenerateOptions options = configuration.generate();
        Configuration hadoop = spark.sessionState().newHadoopConf();
        Path output = new Path(options.output());
        Generation generation = new Generation(spark, options.mode());
        Outputs.requireApart(
                hadoop,
                "generate.output",
                options.output(),
                Map.of(
                        "generate.model",
                        options.model(),
                        generation.sourceKey(),
                        generation.source().orElse("")));
        MadeInput model = MadeInput.of(hadoop, "generate.model", options.model(), "train");
        generation.requireCodesOf(model);
        Provenance provenance = provenance(options, generation, model.identity(), spark.version());
        if (Outputs.isMade(hadoop, output, provenance, "generate.overwrite", options.overwrite())) {
            LOG.info("{} is there already, made of the same by the same model", output);
            return summary(Summary.skipped(name()), options, generation, hadoop);
        }
        LOG.info("{} with {} into {}", generation.name(), options.model(), output);
        Generation.Images images = images(generation, model.model());
        Outputs.write(hadoop, output, provenance, options.overwrite(), aside -> {
            images.rows().write().parquet(aside.toString());
            Dataset<Row> written = Shards.read(spark, hadoop, aside, GeneratedRows.SCHEMA);
            if (written.isEmpty()) {
                throw generation.nothing();
            }
            byte[] picture = images.picture().apply(written, options.pictured());
            SmallFile.write(hadoop, new Path(aside, PICTURE), picture);
            SmallFile.write(hadoop, new Path(aside, METRICS), JSON.writeValueAsBytes(metrics(written, images)));
            DatasetSummary.of(written, images.shape(), provenance.options(), spark.version())
                    .write(hadoop, aside);
        });
        LOG.info("wrote {}", output);
        return summary(new Summary(name()), options, generation, hadoop);
    }

    /** The library names the option that it refuses, but knows no keys. */
    private static Generation.Images images(Generation generation, AutoencoderModel model) throws IOException {
        try {
            return generation.images(model);
        } catch (IllegalArgumentException e) {
            if (ExitCode.of(e) == ExitCode.REFUSED) {
                throw new ConfigurationException("generate." + generation.name() + ": " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** Returns how many images there are by method, and their mean errors where they have any. */
    private static Map<String, Object> metrics(Dataset<Row> written, Generation.Images images) {
        Map<String, Object> metrics = new LinkedHashMap<>(images.figures());
        List<String> errors =
                List.of(GeneratedRows.MSE, GeneratedRows.PSNR, GeneratedRows.HOLE_MSE, GeneratedRows.HOLE_PSNR);
        List<Row> byMethod = written.groupBy(GeneratedRows.METHOD)
                .agg(
                        functions.count(functions.lit(1)),
                        errors.stream().map(functions::avg).toArray(Column[]::new))
                .orderBy(GeneratedRows.METHOD)
                .collectAsList();
        for (Row row : byMethod) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("images", row.getLong(1));
            for (int i = 0; i < errors.size(); i++) {
                if (!row.isNullAt(i + 2)) {
                    figures.put(errors.get(i).replace('_', '-'), row.getDouble(i + 2));
                }
            }
            metrics.put(row.getString(0), figures);
        }
        return metrics;
    }

    private static Provenance provenance(
            GenerateOptions options, Generation generation, String model, String sparkVersion) throws IOException {
        Map<String, Object> determining = Outputs.asMap((Record) options.mode());
        determining.keySet().removeAll(PLACES);
        determining.put("mode", generation.name());
        determining.put("pictured", options.pictured());
        return Provenance.ofData(
                "generate",
                determining,
                Map.of("input", generation.source().orElse(""), "model", options.model(), "output", options.output()),
                generation.fingerprints(),
                model,
                Versions.running(sparkVersion));
    }

    private static Summary summary(
            Summary summary, GenerateOptions options, Generation generation, Configuration hadoop) throws IOException {
        Path output = new Path(options.output());
        DatasetSummary dataset = DatasetSummary.read(hadoop, output);
        Map<?, ?> metrics;
        try {
            metrics = JSON.readValue(Outputs.read(hadoop, output, METRICS), LinkedHashMap.class);
        } catch (JacksonException e) {
            throw Outputs.damaged(output, METRICS + " is no JSON", e);
        }
        return summary.with("mode", generation.name())
                .with("input", generation.source().orElse(""))
                .with("model", options.model())
                .with("output", options.output())
                .with("picture", new Path(output, PICTURE).toString())
                .with("records", dataset.records())
                .with("metrics", metrics);
    }
}
