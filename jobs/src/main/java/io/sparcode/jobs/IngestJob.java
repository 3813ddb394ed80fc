package io.sparcode.jobs;

import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.Ingest;
import io.sparcode.dataset.IngestOptions;
import io.sparcode.dataset.LeftOut;
import io.sparcode.provenance.Provenance;
import io.sparcode.provenance.Versions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads images of any kind into a dataset of image rows. */
final class IngestJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(IngestJob.class);

    /** Options that say where something lies, or what to do with what is there. */
    private static final Set<String> PLACES = Set.of("output", "overwrite", "quarantine");

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String description() {
        return "Reads images of any kind into Parquet of image rows.";
    }

    @Override
    public Set<String> sections() {
        return Set.of("ingest");
    }

    @Override
    public void check(JobConfiguration configuration) {
        configuration.ingest();
    }

    @Override
    public Summary run(SparkSession spark, JobConfiguration configuration) throws IOException {
        IngestOptions options = configuration.ingest();
        Configuration hadoop = spark.sessionState().newHadoopConf();
        Path output = new Path(options.output());
        Ingest ingest = new Ingest(options);
        Provenance provenance = provenance(options, ingest.inputFingerprint(spark), spark.version());
        if (Outputs.isMade(hadoop, output, provenance, "ingest.overwrite", options.overwrite())) {
            LOG.info("{} is there already, made of the same input by the same options", output);
            return summary(Summary.skipped(name()), options, DatasetSummary.read(hadoop, output));
        }
        LOG.info("reading {} into {}", options.input(), output);
        DatasetSummary dataset = ingest.run(spark, aside -> provenance.write(hadoop, aside));
        LOG.info(
                "wrote {} records of shape {}, turned {} upright, set {} aside",
                dataset.records(),
                dataset.shape(),
                dataset.turned(),
                dataset.quarantined());
        return summary(new Summary(name()), options, dataset);
    }

    private static Provenance provenance(IngestOptions options, String inputFingerprint, String sparkVersion) {
        Map<String, Object> determining = Outputs.asMap(options);
        determining.keySet().removeAll(PLACES);
        return Provenance.ofData(
                "ingest",
                determining,
                Map.of("input", options.input(), "output", options.output(), "quarantine", options.quarantinePath()),
                List.of(inputFingerprint),
                "",
                Versions.running(sparkVersion));
    }

    private static Summary summary(Summary summary, IngestOptions options, DatasetSummary dataset) {
        return summary.with("input", options.input())
                .with("output", options.output())
                .with("records", dataset.records())
                .with("splits", dataset.splits())
                .with("shape", dataset.shape().toString())
                .with("mean", dataset.mean())
                .with("std", dataset.std())
                .with("shards", dataset.shards())
                .with("turned", dataset.turned())
                .with("quarantined", dataset.quarantined())
                .with("quarantine", dataset.quarantine())
                .with(
                        "left-out",
                        dataset.leftOut().stream().mapToLong(LeftOut::files).sum())
                .with("fingerprint", dataset.fingerprint());
    }
}
