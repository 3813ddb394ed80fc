package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.config.ConfigurationException;
import io.sparcode.config.ConfigurationFiles;
import io.sparcode.config.JobConfiguration;
import io.sparcode.dataset.BadDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of one digit, made by the jobs in a row, and what their summaries say of it. */
class LabelledTrainingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static JsonNode encoded;

    @BeforeAll
    static void makeCodes() throws IOException {
        spark = LocalSpark.builder().getOrCreate();
        new IngestJob().run(spark, configuration());
        new TrainJob().run(spark, configuration());
        encoded = JSON.readTree(new EncodeJob().run(spark, configuration()).toJson());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static JobConfiguration configuration(String... overrides) {
        List<String> settings = new ArrayList<>(List.of(
                "output-dir=" + folder,
                "ingest.input=synthetic:digits",
                "ingest.synthetic.count=600",
                "train.labels=[3]",
                "train.epochs=15"));
        settings.addAll(List.of(overrides));
        return new ConfigurationFiles().read(List.of(), settings);
    }

    private static List<Double> numbers(String query) throws SQLException {
        return DuckDbQuery.strings(query).stream().map(Double::valueOf).toList();
    }

    private static String codes() {
        return "'" + folder.resolve("codes") + "/*.parquet'";
    }

    @Test
    void otherDigitsAreStrangerThanTheOneThatWasTrainedOn() throws SQLException {
        List<Double> shares = numbers("select avg(anomaly_score) from " + codes()
                + " where split = 'test' group by label = 3 order by label = 3");

        assertTrue(shares.get(0) > shares.get(1) + 0.2, "of others and of threes: " + shares);
    }

    @Test
    void theSummaryOfEncodingIsWhatItsOutputHolds() throws SQLException {
        assertEquals(List.of((double) encoded.get("records").asLong()), numbers("select count(*) from " + codes()));
        assertEquals(
                List.of((double) encoded.get("anomalies").asLong()),
                numbers("select count(*) from " + codes() + " where is_anomaly"));
        JsonNode means = encoded.at("/metrics/reconstruction-mse");
        List<Double> expected =
                numbers("select avg(reconstruction_mse) from " + codes() + " group by split order by split");
        assertEquals(3, expected.size());
        assertEquals(expected.get(0), means.get("test").asDouble(), 1e-12);
        assertEquals(expected.get(1), means.get("train").asDouble(), 1e-12);
        assertEquals(expected.get(2), means.get("validation").asDouble(), 1e-12);
    }

    @Test
    void aModelOfOtherLabelsIsNotTakenForTheSame() throws IOException {
        assertTrue(new TrainJob().run(spark, configuration()).isSkipped());

        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> new TrainJob().run(spark, configuration("train.labels=[4]")));

        assertTrue(refused.getMessage().contains("trainingLabels was 3, is 4"), refused.getMessage());
    }

    @Test
    void aLabelThatNoTrainingRecordHasIsBadData() {
        BadDataException refused = assertThrows(
                BadDataException.class,
                () -> new TrainJob()
                        .run(spark, configuration("train.labels=[3, 10]", "train.model=" + folder.resolve("other"))));

        assertEquals(
                "no training record has the labels [10] of trainingLabels = [3, 10]; the first labels in the column label"
                        + " are [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
                refused.getMessage());
    }
}
