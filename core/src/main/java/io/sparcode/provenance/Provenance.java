package io.sparcode.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparcode.storage.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What made an output, written beside it as {@value #FILE}.
 *
 * @param job what ran: {@code ingest}, {@code train}, {@code encode}, {@code analyze}, {@code generate}
 * @param options every option that determines the output, with the values it ran with; nested maps, lists, strings,
 *     numbers and booleans
 * @param places where things lay, by what they are ({@code input}, {@code output}): for people, not part of the identity
 * @param inputs the fingerprints of the data read, in order
 * @param seed the source of every random choice, or null where there was none
 * @param workers shards trained on in parallel; 0 where nothing was trained
 * @param averagingFrequency minibatches between two averagings; 0 where nothing was trained
 * @param parentModel the identity of the model used, or empty
 * @param versions of what ran
 * @param created when, as ISO 8601 in UTC
 */
public record Provenance(
        String job,
        Map<String, Object> options,
        Map<String, String> places,
        List<String> inputs,
        Long seed,
        int workers,
        int averagingFrequency,
        String parentModel,
        Versions versions,
        String created) {
    /** The name of the file; the underscore hides it from readers of the data. */
    public static final String FILE = "_provenance.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Checks the ranges and copies the collections. */
    public Provenance {
        if (job == null || job.isBlank()) {
            throw new IllegalArgumentException("job must be named, was '" + job + "'");
        }
        if (workers < 0) {
            throw new IllegalArgumentException("workers must be at least 0, was " + workers);
        }
        if (averagingFrequency < 0) {
            throw new IllegalArgumentException(
                    "averaging frequency must be at least 0 minibatches, was " + averagingFrequency);
        }
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        places = Collections.unmodifiableMap(new TreeMap<>(places));
        inputs = List.copyOf(inputs);
    }

    /**
     * Returns the provenance of data made by a job that trains nothing.
     *
     * @param parentModel the identity of the model used, or empty
     */
    public static Provenance ofData(
            String job,
            Map<String, Object> options,
            Map<String, String> places,
            List<String> inputs,
            String parentModel,
            Versions versions) {
        return new Provenance(job, options, places, inputs, null, 0, 0, parentModel, versions, now());
    }

    /** Returns the provenance of a trained model. */
    public static Provenance ofTraining(
            Map<String, Object> options,
            List<String> inputs,
            long seed,
            int workers,
            int averagingFrequency,
            Versions versions) {
        return new Provenance(
                "train", options, Map.of(), inputs, seed, workers, averagingFrequency, "", versions, now());
    }

    private static String now() {
        return Instant.now().toString();
    }

    /** Returns this with where things lay. */
    public Provenance withPlaces(Map<String, String> newPlaces) {
        return new Provenance(
                job, options, newPlaces, inputs, seed, workers, averagingFrequency, parentModel, versions, created);
    }

    /**
     * Returns a hash of all that determines the output: job, options, fingerprints of the data, seed, workers, averaging
     * frequency, parent model, and the versions of Sparcode, Spark and DL4J. Two outputs of one identity hold the same
     * data. Not in it: when and where, and the version of Java, whose patches change no result.
     *
     * @return SHA-256, 64 hexadecimal digits
     */
    public String identity() {
        Map<String, Object> determining = new LinkedHashMap<>();
        determining.put("job", job);
        determining.put("options", options);
        determining.put("inputs", inputs);
        determining.put("seed", seed);
        determining.put("workers", workers);
        determining.put("averagingFrequency", averagingFrequency);
        determining.put("parentModel", parentModel);
        determining.put("versions", List.of(versions.sparcode(), versions.spark(), versions.dl4j()));
        try {
            return DigestUtils.sha256Hex(JSON.writeValueAsBytes(determining));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("options of " + job + " cannot be written as JSON", e);
        }
    }

    /** Writes it as JSON. */
    public String toJson() {
        try {
            Map<String, Object> document = JSON.convertValue(
                    this, JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
            document.put("identity", identity());
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("options of " + job + " cannot be written as JSON", e);
        }
    }

    /**
     * Reads what {@link #toJson()} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Provenance fromJson(String json) {
        try {
            Map<String, Object> document = JSON.readValue(
                    json, JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
            document.remove("identity");
            return JSON.convertValue(document, Provenance.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a provenance: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes it into an output's directory. */
    public void write(Configuration hadoop, Path directory) throws IOException {
        SmallFile.write(hadoop, new Path(directory, FILE), toJson().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads an output's provenance.
     *
     * @return empty if the directory, or the file in it, is not there
     * @throws IOException if it cannot be read, or is not a provenance
     */
    public static Optional<Provenance> read(Configuration hadoop, Path directory) throws IOException {
        Path file = new Path(directory, FILE);
        if (!file.getFileSystem(hadoop).exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(fromJson(new String(SmallFile.read(hadoop, file), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is " + e.getMessage(), e);
        }
    }
}
