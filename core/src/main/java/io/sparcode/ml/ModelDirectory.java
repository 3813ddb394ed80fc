package io.sparcode.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparcode.image.PixelValues;
import io.sparcode.ml.DirectoryWriter.Directory;
import io.sparcode.model.Architecture;
import io.sparcode.model.InputSelection;
import io.sparcode.model.SavedNetwork;
import io.sparcode.model.TensorShape;
import io.sparcode.provenance.Provenance;
import io.sparcode.scoring.ErrorQuantiles;
import io.sparcode.training.EpochMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model's files, beside Spark ML's metadata.
 *
 * <ul>
 *   <li>{@value #NETWORK}: DL4J's own zip, with the optimiser's state
 *   <li>{@value #ARCHITECTURE}: the architecture, the shapes of a record and its target, and whether that has bytes or floats
 *   <li>{@value #METRICS}: a table of the epochs, one JSON object a line
 *   <li>{@value #TRAINING_ERRORS}: quantiles of the training set's reconstruction errors
 *   <li>{@value #SELECTED_INPUTS}: of a concrete model, for readers without Java: the network has them too
 *   <li>{@value Provenance#FILE}: what made it
 * </ul>
 */
final class ModelDirectory {
    static final String NETWORK = "network.zip";
    static final String ARCHITECTURE = "architecture.json";
    static final String METRICS = "metrics.jsonl";
    static final String TRAINING_ERRORS = "training-errors.json";
    static final String SELECTED_INPUTS = "selected-inputs.json";

    private static final String TARGET_VALUES = "targetValues";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelDirectory() {}

    static void write(TrainedAutoencoder trained, Directory directory) throws IOException {
        try (OutputStream out = directory.fileSystem().create(directory.file(NETWORK))) {
            SavedNetwork.write(trained.network(), out);
        }
        writeText(directory, ARCHITECTURE, architectureJson(trained));
        writeText(directory, METRICS, metricsJson(trained.history()));
        writeText(directory, TRAINING_ERRORS, trained.trainingErrors().toJson());
        Optional<InputSelection> selection = InputSelection.of(trained.network());
        if (selection.isPresent()) {
            writeText(directory, SELECTED_INPUTS, selectionJson(selection.get()));
        }
        writeText(directory, Provenance.FILE, trained.provenance().toJson());
    }

    static TrainedAutoencoder read(Directory directory) throws IOException {
        try {
            JsonNode architecture = JSON.readTree(readText(directory, ARCHITECTURE));
            return new TrainedAutoencoder(
                    Architecture.fromJson(architecture.path("architecture").toString()),
                    shape(architecture.path("inputShape")),
                    shape(architecture.path(architecture.has("targetShape") ? "targetShape" : "inputShape")),
                    architecture.path(TARGET_VALUES).asText().equals(PixelValues.FLOATS.toString())
                            ? PixelValues.FLOATS
                            : PixelValues.BYTES,
                    readNetwork(directory),
                    history(readText(directory, METRICS)),
                    ErrorQuantiles.fromJson(readText(directory, TRAINING_ERRORS)),
                    Provenance.fromJson(readText(directory, Provenance.FILE)));
        } catch (IllegalArgumentException e) {
            throw new IOException("damaged model: " + e.getMessage(), e);
        }
    }

    private static ComputationGraph readNetwork(Directory directory) throws IOException {
        try (InputStream in = directory.fileSystem().open(directory.file(NETWORK))) {
            return SavedNetwork.read(in);
        } catch (IOException | RuntimeException e) {
            // DL4J 1.0.0-M2.1 throws whatever its parsers do at a damaged zip, and none names the file.
            throw new IOException("no network in " + directory.file(NETWORK) + ": " + e.getMessage(), e);
        }
    }

    private static String architectureJson(TrainedAutoencoder trained) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        document.set("architecture", JSON.readTree(trained.architecture().toJson()));
        document.set("inputShape", json(trained.inputShape()));
        document.set("targetShape", json(trained.targetShape()));
        document.put(TARGET_VALUES, trained.targetValues().toString());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    }

    private static ObjectNode json(TensorShape shape) {
        return JSON.createObjectNode()
                .put("channels", shape.channels())
                .put("height", shape.height())
                .put("width", shape.width());
    }

    private static TensorShape shape(JsonNode json) {
        return new TensorShape(
                json.path("channels").asInt(),
                json.path("height").asInt(),
                json.path("width").asInt());
    }

    private static String selectionJson(InputSelection selection) throws IOException {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("distinct", selection.distinct())
                .put("meanLargestProbability", selection.meanLargestProbability())
                .set("indices", JSON.valueToTree(selection.indices())));
    }

    private static String metricsJson(List<EpochMetrics> history) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (EpochMetrics epoch : history) {
            ObjectNode line = JSON.valueToTree(epoch);
            if (Double.isNaN(epoch.validationMse())) {
                // JSON has no NaN, and a reader of tables takes null for what is absent.
                line.putNull("validationMse");
            }
            lines.append(JSON.writeValueAsString(line)).append('\n');
        }
        return lines.toString();
    }

    private static List<EpochMetrics> history(String lines) throws IOException {
        List<EpochMetrics> history = new ArrayList<>();
        for (String text : lines.lines().toList()) {
            ObjectNode line = (ObjectNode) JSON.readTree(text);
            if (line.path("validationMse").isNull()) {
                line.put("validationMse", Double.NaN);
            }
            history.add(JSON.treeToValue(line, EpochMetrics.class));
        }
        return history;
    }

    private static void writeText(Directory directory, String name, String text) throws IOException {
        try (OutputStream out = directory.fileSystem().create(directory.file(name))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String readText(Directory directory, String name) throws IOException {
        try (InputStream in = directory.fileSystem().open(directory.file(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
