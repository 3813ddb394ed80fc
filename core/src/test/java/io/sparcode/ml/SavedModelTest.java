package io.sparcode.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.provenance.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {
    private static Dataset<Row> images;
    private static AutoencoderModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        images = SmallImages.frame(120).cache();
        model = SmallImages.estimator().setContamination(0.1).fit(images);
    }

    private static List<Row> encoded(AutoencoderModel by) {
        return by.transform(images).drop("image").orderBy("id").collectAsList();
    }

    private String place() {
        return folder.resolve("model").toUri().toString();
    }

    @Test
    void loadedModelEncodesAsTheSavedOne() throws IOException {
        model.write().save(place());

        AutoencoderModel loaded = AutoencoderModel.load(place());

        assertEquals(encoded(model), encoded(loaded));
        assertEquals(model.uid(), loaded.uid());
        assertEquals(0.1, loaded.getContamination());
        assertEquals(model.history(), loaded.history());
        assertEquals(model.architecture(), loaded.architecture());
        assertEquals(model.inputShape(), loaded.inputShape());
        assertEquals(model.provenance(), loaded.provenance());
        assertArrayEquals(
                model.trainingErrors().values(), loaded.trainingErrors().values());
    }

    @Test
    void networkIsReadByDl4jAloneWithTheOptimisersState() throws IOException {
        model.write().save(place());

        ComputationGraph network = ModelSerializer.restoreComputationGraph(
                folder.resolve("model/network.zip").toFile(), true);

        assertEquals(model.network().params(), network.params());
        assertEquals(
                model.network().getUpdater().getStateViewArray(),
                network.getUpdater().getStateViewArray());
    }

    @Test
    void directoryHoldsMetricsAsATableAndProvenanceAndNothingSerializedByJava() throws IOException {
        model.write().save(place());

        List<Row> metrics = LocalSpark.session()
                .read()
                .json(place() + "/metrics.jsonl")
                .orderBy("epoch")
                .collectAsList();
        assertEquals(2, metrics.size());
        assertEquals(model.history().get(1).trainingMse(), metrics.get(1).<Double>getAs("trainingMse"));
        assertEquals(
                model.provenance().identity(),
                Provenance.read(new Configuration(), new org.apache.hadoop.fs.Path(place()))
                        .orElseThrow()
                        .identity());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                boolean serialized = bytes.length > 1 && bytes[0] == (byte) 0xac && bytes[1] == (byte) 0xed;
                assertTrue(!serialized, file + " is a Java object");
            }
        }
    }

    @Test
    void saveRefusesToOverwriteUnlessAsked() throws IOException {
        model.write().save(place());
        AutoencoderModel other = SmallImages.estimator().setSeed(9).setEpochs(1).fit(images);

        FileAlreadyExistsException refused = assertThrows(
                FileAlreadyExistsException.class, () -> other.write().save(place()));

        assertTrue(refused.getMessage().contains("exists and was not asked to be replaced"), refused.getMessage());
        assertEquals(model.provenance(), AutoencoderModel.load(place()).provenance());
        other.write().overwrite().save(place());
        assertEquals(other.provenance(), AutoencoderModel.load(place()).provenance());
    }

    @Test
    void overwriteThatFailsLeavesTheOldModel() throws IOException {
        model.write().save(place());
        DirectoryWriter failing = new DirectoryWriter(model, directory -> {
            throw new IOException("disk full");
        });

        IOException failed =
                assertThrows(IOException.class, () -> failing.overwrite().save(place()));

        assertEquals("disk full", failed.getMessage());
        assertEquals(encoded(model), encoded(AutoencoderModel.load(place())));
    }

    @Test
    void damagedNetworkIsRefusedWithItsFile() throws IOException {
        model.write().save(place());
        Path network = folder.resolve("model/network.zip");
        byte[] bytes = Files.readAllBytes(network);
        Files.write(network, Arrays.copyOf(bytes, bytes.length / 2));
        Files.delete(folder.resolve("model/.network.zip.crc"));

        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> AutoencoderModel.load(place()));

        assertTrue(refused.getMessage().contains("/model/network.zip: "), refused.getMessage());
    }

    @Test
    void estimatorIsSavedWithItsParameters() throws IOException {
        Autoencoder estimator = SmallImages.estimator().setOutputCol("latent");
        estimator.write().save(place());

        Autoencoder loaded = Autoencoder.load(place());

        assertEquals(estimator.uid(), loaded.uid());
        for (Param<?> param : estimator.params()) {
            assertTrue(Objects.deepEquals(estimator.getOrDefault(param), loaded.getOrDefault(param)), param::toString);
        }
        assertEquals(
                estimator.provenance(images).identity(),
                loaded.provenance(images).identity());
    }
}
