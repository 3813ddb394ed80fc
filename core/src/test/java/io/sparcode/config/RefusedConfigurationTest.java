package io.sparcode.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that no job takes: each is refused with its full key, what is allowed, and where it stands. */
class RefusedConfigurationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingest.format=tiff | ingest.format must be one of auto, idx, cifar10, cifar100, images, parquet, numpy, hdf5, tar, synthetic,",
                "ingest.image.height=5 | ingest.image.height and image.width must both be at least 1,",
                "ingest.image.channels=513 | ingest.image.channels must be 1 to 512, or 0",
                "ingest.image.resize-filter=box | ingest.image.resize-filter must be one of nearest, bilinear,",
                "ingest.split.test-fraction=1.5 | ingest.split.test-fraction must be at least 0 and less than 1, was 1.5",
                "ingest.quarantine.max-fraction=2 | ingest.quarantine.max-fraction must be 0 to 1, was 2.0",
                "ingest.shards=-1 | ingest.shards must be at least 0, was -1 (--set ingest.shards=-1)",
                "ingest.shards=3000000000 | ingest.shards must be -2147483648 to 2147483647, was 3000000000",
                "ingest.synthetic.count=0 | ingest.synthetic.count must be at least 1, was 0",
            })
    void ingestRefusesWhatIsOutOfRangeWithItsFullKeyAndPlace(String override, String message) {
        assertRefused(override, message, JobConfiguration::ingest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.input= | train.input must be given",
                "train.labels=[1, 1] | train.labels must be given once each, were [1, 1] (--set train.labels=[1, 1])",
                "train.labels=[0.5] | train.labels must be a list of whole numbers from -2147483648 to 2147483647, was [0.5]",
                "train.labels=[seven] | train.labels must be a list of whole numbers from -2147483648 to 2147483647, was",
                "train.labels=[3000000000] | train.labels must be a list of whole numbers from -2147483648 to 2147483647",
                "train.workers=-1 | train.workers must be at least 0, was -1 (--set train.workers=-1)",
                "train.epochs=0 | train.epochs must be at least 1, was 0 (--set train.epochs=0)",
                "train.layerwise-epochs=-1 | train.layerwise-epochs must be at least 0, was -1 (--set train.layerwise",
                "train.batch-size-per-worker=-1 | train.batch-size-per-worker must be at least 0, was -1",
                "train.averaging-frequency=0 | train.averaging-frequency must be at least 1 minibatch, was 0",
                "train.averaging-schedule.initial-frequency=101 | train.averaging-schedule.initial-frequency must be 1",
                "train.averaging-schedule.ramp-rounds=-1 | train.averaging-schedule.ramp-rounds must be at least 0",
                "train.outer-optimizer.momentum=1 | train.outer-optimizer.momentum must be at least 0 and less than 1",
                "train.outer-optimizer.learning-rate=NaN | train.outer-optimizer.learning-rate must be greater than 0",
                "train.updater-state=kept | train.updater-state must be one of averaged, reset, was \"kept\"",
                "train.validation-fraction=1 | train.validation-fraction must be at least 0 and less than 1, was 1.0",
                "train.early-stopping.patience=-2 | train.early-stopping.patience must be at least 0 epochs, was -2",
                "train.checkpoint.keep=0 | train.checkpoint.keep must be at least 1, was 0 (--set",
                "train.optimizer.learning-rate=-1 | train.optimizer.learning-rate",
                "train.optimizer.nam=adam | train.optimizer.nam",
                "train.optimizer={name = adm} | train.optimizer.name",
                "train.schedule={type = step, factor = 0.5, every = 0} | train.schedule.every must be at least 1, was 0",
                "train.schedule={type = step, factor = 0.5, every = 1.5} | train.schedule.every must be a whole number",
                "train.schedule={type = step, every = 1} | train.schedule.factor is missing",
                "train.schedule={type = cosine, final-fraction = 2} | train.schedule.final-fraction must be at least 0",
                "train.schedule.warm-up=-1 | train.schedule.warm-up must be at least 0, was -1",
                "train.schedule.type=linear | train.schedule.type must be one of constant, step, exponential, cosine",
                "train.gradient-clipping.type=by-norm | train.gradient-clipping.threshold is missing",
                "train.gradient-clipping={type = by-value, threshold = 0} | train.gradient-clipping.threshold must be",
                "model.encoder=[] | model",
                "model.encoder=[{type = dense, unitz = 3}] | model.encoder[0].unitz",
                "model.losss=bce | model.losss",
            })
    void trainRefusesWhatIsOutOfRangeWithItsFullKeyAndPlace(String override, String message) {
        assertRefused(override, message, JobConfiguration::train);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encode.contamination=0.6 | encode.contamination must be 0 to 0.5, was 0.6 (--set encode.contamination",
                "encode.output= | encode.output must be given",
            })
    void encodeRefusesWhatIsOutOfRangeWithItsFullKeyAndPlace(String override, String message) {
        assertRefused(override, message, JobConfiguration::encode);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "analyze.clusters=1 | analyze.clusters must be at least 2, was 1 (--set analyze.clusters=1)",
                "analyze.anomalous-labels=[one] | analyze.anomalous-labels must be a list of whole numbers",
                "analyze.samples.map=0 | analyze.samples.map must be at least 1 record, was 0 (--set analyze.samples.map=0)",
            })
    void analyzeRefusesWhatIsOutOfRangeWithItsFullKeyAndPlace(String override, String message) {
        assertRefused(override, message, JobConfiguration::analyze);
    }

    @Test
    void ingestWithoutAnInputIsRefused() {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> read().ingest());

        assertTrue(refused.getMessage().startsWith("ingest.input must be given, was empty (reference.conf:"));
    }

    @Test
    void aValueOutOfRangeInAFileIsRefusedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("range.conf"), "train {\n\n  epochs = -3\n}");

        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> new ConfigurationFiles().read(List.of(file), List.of()).train());

        assertEquals("train.epochs must be at least 1, was -3 (" + file + ":3)", refused.getMessage());
    }

    private static void assertRefused(String override, String message, Function<JobConfiguration, Object> job) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> job.apply(read("ingest.input=x", override)));
        assertTrue(refused.getMessage().startsWith(message), refused::getMessage);
        assertTrue(refused.getMessage().endsWith(")"), () -> "no place in: " + refused.getMessage());
    }

    private static JobConfiguration read(String... overrides) {
        return new ConfigurationFiles().read(List.of(), List.of(overrides));
    }
}
