package io.sparcode.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    private static final Versions VERSIONS = new Versions("1.2.0", "3.5.5", "1.0.0-M2.1", "17.0.9");

    @TempDir
    java.nio.file.Path directory;

    private final Configuration hadoop = new Configuration();

    private static Provenance training(Map<String, Object> options, long seed, int workers, Versions versions) {
        return Provenance.ofTraining(options, List.of("f00d"), seed, workers, 10, versions);
    }

    private static Provenance training() {
        return training(Map.of("epochs", 5, "optimizer", Map.of("name", "adam")), 7, 2, VERSIONS);
    }

    @Test
    void whatIsWrittenIsReadBackWithTheSameIdentity() throws IOException {
        Path place = new Path(directory.toUri());
        Provenance written = training().withPlaces(Map.of("output", "hdfs:///models/a"));

        written.write(hadoop, place);
        Provenance read = Provenance.read(hadoop, place).orElseThrow();

        assertEquals(written, read);
        assertEquals(written.identity(), read.identity());
        assertTrue(Files.readString(directory.resolve("_provenance.json")).contains(written.identity()));
    }

    @Test
    void identityDoesNotDependOnTimePlaceJavaOrTheOrderOfOptions() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("optimizer", Map.of("name", "adam"));
        options.put("epochs", 5);
        Provenance elsewhere = training(options, 7, 2, new Versions("1.2.0", "3.5.5", "1.0.0-M2.1", "21.0.1"))
                .withPlaces(Map.of("output", "s3a://elsewhere"));

        assertEquals(training().identity(), elsewhere.identity());
    }

    @Test
    void identityDependsOnEverythingThatDeterminesTheOutput() {
        Map<String, Object> options = training().options();
        String identity = training().identity();

        assertNotEquals(identity, training(options, 8, 2, VERSIONS).identity());
        assertNotEquals(identity, training(options, 7, 3, VERSIONS).identity());
        assertNotEquals(identity, training(Map.of("epochs", 6), 7, 2, VERSIONS).identity());
        assertNotEquals(
                identity,
                training(options, 7, 2, new Versions("1.3.0", "3.5.5", "1.0.0-M2.1", "17.0.9"))
                        .identity());
        assertNotEquals(
                identity,
                Provenance.ofTraining(options, List.of("beef"), 7, 2, 10, VERSIONS)
                        .identity());
        assertNotEquals(
                Provenance.ofData("encode", Map.of(), Map.of(), List.of(), "model-a", VERSIONS)
                        .identity(),
                Provenance.ofData("encode", Map.of(), Map.of(), List.of(), "model-b", VERSIONS)
                        .identity());
    }

    @Test
    void directoryWithoutOneHasNone() throws IOException {
        assertFalse(Provenance.read(hadoop, new Path(directory.resolve("absent").toUri()))
                .isPresent());
    }

    @Test
    void fileThatIsNotAProvenanceIsRefusedWithItsName() throws IOException {
        Files.writeString(directory.resolve(Provenance.FILE), "{\"job\": ");

        IOException refused =
                assertThrows(IOException.class, () -> Provenance.read(hadoop, new Path(directory.toUri())));

        assertTrue(refused.getMessage().contains("_provenance.json is not a provenance"), refused.getMessage());
    }

    @Test
    void negativeNumberOfWorkersIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> training(Map.of(), 7, -1, VERSIONS));

        assertEquals("workers must be at least 0, was -1", refused.getMessage());
    }

    @Test
    void versionsOfThisBuildAreKnown() {
        Versions running = Versions.running("3.5.5");

        assertTrue(running.sparcode().matches("\\d+\\.\\d+.*"), running.sparcode());
        assertEquals("1.0.0-M2.1", running.dl4j());
    }
}
