package io.sparcode.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparcode.image.ImageShape;
import io.sparcode.storage.SmallFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a dataset holds and what made it: the {@code _dataset.json} beside its Parquet files.
 *
 * @param records how many there are
 * @param splits how many of each split
 * @param labels how many of each label; empty where there are more than 10,000 labels
 * @param unlabelled how many have no label
 * @param labelNames what the labels stand for, by label; empty where they stand for themselves
 * @param shape the shape of every image
 * @param mean the training pixels' mean on [0, 1]; all records' where there is no training split
 * @param std the standard deviation of what {@code mean} is the mean of
 * @param shards files that the records were divided among
 * @param turned how many images were turned or mirrored, as their files say, to stand upright
 * @param quarantined how many records could not be read
 * @param quarantine where those are listed
 * @param leftOut files of the input that were not read
 * @param notes how the input was read, a sentence each
 * @param fingerprint 32 hexadecimal digits, the same for the same ids, labels, splits, shapes, pixels and factors
 * @param options what the dataset was made with
 * @param versions of what it was made with, by name
 * @param created when, in ISO 8601
 */
public record DatasetSummary(
        long records,
        Map<String, Long> splits,
        Map<Integer, Long> labels,
        long unlabelled,
        List<String> labelNames,
        ImageShape shape,
        double mean,
        double std,
        int shards,
        long turned,
        long quarantined,
        String quarantine,
        List<LeftOut> leftOut,
        List<String> notes,
        String fingerprint,
        JsonNode options,
        Map<String, String> versions,
        String created) {
    /** The file's name in a dataset's directory. */
    public static final String FILE_NAME = "_dataset.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Takes unmodifiable copies, sorted by key. */
    public DatasetSummary {
        splits = Collections.unmodifiableMap(new TreeMap<>(splits));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        labelNames = List.copyOf(labelNames);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }

    /** Returns the number of records in a split, 0 where it has none. */
    public long recordsIn(String split) {
        return splits.getOrDefault(split, 0L);
    }

    /**
     * Reads the summary of a dataset.
     *
     * @throws BadDataException if the directory has none, or not one that can be read
     * @throws IOException if the file system failed
     */
    public static DatasetSummary read(Configuration hadoop, Path dataset) throws IOException {
        Path file = new Path(dataset, FILE_NAME);
        try {
            ObjectNode summary = JSON.readValue(SmallFile.read(hadoop, file), ObjectNode.class);
            // Versions that turned no image and left out no file did not say so.
            summary.putIfAbsent("turned", summary.numberNode(0));
            summary.putIfAbsent("left-out", summary.arrayNode());
            summary.putIfAbsent("notes", summary.arrayNode());
            return JSON.treeToValue(summary, DatasetSummary.class);
        } catch (FileNotFoundException e) {
            if (!dataset.getFileSystem(hadoop).exists(dataset)) {
                throw new BadDataException(dataset + " does not exist; a dataset that ingest wrote is needed", e);
            }
            throw new BadDataException(dataset + " is not a dataset that ingest wrote: it has no " + FILE_NAME, e);
        } catch (JsonProcessingException e) {
            throw new BadDataException(file + " cannot be read as a dataset's summary: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns whether a directory has a summary. */
    static boolean isIn(Configuration hadoop, Path dataset) throws IOException {
        Path file = new Path(dataset, FILE_NAME);
        return file.getFileSystem(hadoop).exists(file);
    }

    /**
     * Reads through image rows that something else than ingest has written, and returns their summary.
     *
     * @param shape of every image
     * @param options what they were made with
     * @param sparkVersion of what they were made with
     */
    public static DatasetSummary of(
            Dataset<Row> images, ImageShape shape, Map<String, Object> options, String sparkVersion) {
        DatasetStatistics statistics = DatasetStatistics.of(images);
        return new DatasetSummary(
                statistics.records(),
                statistics.splits(),
                statistics.labels(),
                statistics.unlabelled(),
                List.of(),
                shape,
                statistics.mean(),
                statistics.std(),
                images.rdd().getNumPartitions(),
                0,
                0,
                "",
                List.of(),
                List.of(),
                statistics.fingerprint(),
                JSON.valueToTree(options),
                Map.of("spark", sparkVersion, "java", System.getProperty("java.version")),
                Instant.now().toString());
    }

    /** Writes the summary into a dataset's directory. */
    public void write(Configuration hadoop, Path dataset) throws IOException {
        SmallFile.write(hadoop, new Path(dataset, FILE_NAME), JSON.writeValueAsBytes(this));
    }

    /** Returns options as the configuration has them. */
    static JsonNode json(IngestOptions options) {
        ObjectNode json = JSON.valueToTree(options);
        json.withObject("/image")
                .put("resize-filter", options.image().resizeFilter().key())
                .put("background", options.image().background().toString());
        json.withObject("/derived")
                .put("resize-filter", options.derived().resizeFilter().key());
        return json;
    }
}
