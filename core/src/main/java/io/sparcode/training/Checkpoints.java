package io.sparcode.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparcode.model.engine.NetworkState;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A training's checkpoints: one file each, written aside and renamed, in one directory on any Hadoop file system.
 *
 * <p>A file is a zip of {@code progress.json} and of float vectors as little-endian bytes, so that it can be read
 * without Java.
 */
public final class Checkpoints {
    private static final String PREFIX = "checkpoint-";
    private static final String SUFFIX = ".zip";
    private static final String ASIDE = "_" + PREFIX;
    private static final String WRITING = ".writing";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final FileSystem fileSystem;
    private final int keep;
    private final String fingerprint;

    /**
     * Opens a directory, which need not exist.
     *
     * @param fingerprint identifies the training that these checkpoints belong to
     */
    Checkpoints(Configuration hadoop, CheckpointOptions options, String fingerprint) throws IOException {
        this.directory = new Path(options.directory());
        this.fileSystem = directory.getFileSystem(hadoop);
        this.keep = options.keep();
        this.fingerprint = fingerprint;
    }

    /**
     * Deletes a directory's checkpoints, those of layers' stages among them, and the directory if nothing else is in it:
     * for when the model they led to is safe. The directory need not exist.
     */
    public static void delete(Configuration hadoop, Path directory) throws IOException {
        FileSystem fileSystem = directory.getFileSystem(hadoop);
        if (!fileSystem.exists(directory)) {
            return;
        }
        for (FileStatus status : fileSystem.listStatus(directory)) {
            String name = status.getPath().getName();
            if (name.startsWith(PREFIX) && name.endsWith(SUFFIX) || name.startsWith(ASIDE) && name.endsWith(WRITING)) {
                fileSystem.delete(status.getPath(), false);
            } else if (status.isDirectory() && name.matches(CheckpointOptions.LAYER + "\\d+")) {
                delete(hadoop, status.getPath());
            }
        }
        if (fileSystem.listStatus(directory).length == 0) {
            // Recursively, for checksums without a file that a killed writer left and that no listing shows.
            fileSystem.delete(directory, true);
        }
    }

    /**
     * Says before hours are spent on one stage that a later one could not be taken up.
     *
     * @throws IllegalArgumentException if the newest checkpoint belongs to another training and is not to be deleted
     */
    public static void refuseOther(Configuration hadoop, TrainingOptions options, String fingerprint)
            throws IOException {
        CheckpointOptions checkpoint = options.checkpoint();
        if (!checkpoint.directory().isEmpty() && !checkpoint.startOver()) {
            new Checkpoints(hadoop, checkpoint, fingerprint).newest();
        }
    }

    /** Saves, and removes what is older than the newest to keep. */
    void save(Progress progress) throws IOException {
        fileSystem.mkdirs(directory);
        String name = PREFIX + String.format("%010d", progress.rounds) + "-" + String.format("%05d", progress.epoch);
        Path file = new Path(directory, name + SUFFIX);
        // Of its own name: another run of the same training may be writing the same checkpoint.
        Path aside = new Path(directory, "_" + name + "-" + UUID.randomUUID() + WRITING);
        try (ZipOutputStream zip = new ZipOutputStream(fileSystem.create(aside, true))) {
            zip.setLevel(1);
            write(zip, "progress.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(describe(progress)));
            write(zip, "parameters.bin", NetworkState.toBytes(progress.state.parameters()));
            write(zip, "updater.bin", NetworkState.toBytes(progress.state.updaterState()));
            write(zip, "velocity.bin", NetworkState.toBytes(progress.velocity));
            if (progress.best != null) {
                write(zip, "best-parameters.bin", NetworkState.toBytes(progress.best.parameters()));
                write(zip, "best-updater.bin", NetworkState.toBytes(progress.best.updaterState()));
            }
        }
        if (fileSystem.exists(file)) {
            fileSystem.delete(file, false);
        }
        if (!fileSystem.rename(aside, file)) {
            throw new IOException("could not rename " + aside + " to " + file);
        }
        List<Path> files = newestFirst(fileSystem, directory);
        for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
            fileSystem.delete(old, false);
        }
    }

    private ObjectNode describe(Progress progress) {
        ObjectNode node = JSON.createObjectNode();
        node.put("fingerprint", fingerprint);
        node.put("steps", progress.state.steps());
        node.put("epoch", progress.epoch);
        node.put("minibatches", progress.minibatches);
        node.put("rounds-of-epoch", progress.roundsOfEpoch);
        node.put("rounds", progress.rounds);
        node.put("images", progress.images);
        node.put("loss-sum", progress.lossSum);
        node.put("epochs-without-improvement", progress.epochsWithoutImprovement);
        node.put("stopped-early", progress.stoppedEarly);
        if (progress.best != null) {
            node.put("best-error", progress.bestError);
            node.put("best-steps", progress.best.steps());
        }
        node.set("history", JSON.valueToTree(progress.history));
        return node;
    }

    private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * Reads the newest checkpoint.
     *
     * @throws IllegalArgumentException if it belongs to another training
     */
    Optional<Progress> newest() throws IOException {
        List<Path> files = newestFirst(fileSystem, directory);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Map<String, byte[]> entries = new HashMap<>();
        try (InputStream in = fileSystem.open(files.get(0));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        JsonNode node = JSON.readTree(entries.get("progress.json"));
        if (!fingerprint.equals(node.get("fingerprint").asText())) {
            throw new IllegalArgumentException("train.checkpoint.directory " + directory
                    + " holds the checkpoint of another configuration, data or number of workers ("
                    + files.get(0).getName()
                    + "); choose another directory, or set train.checkpoint.start-over = true to delete it");
        }
        return Optional.of(read(node, entries));
    }

    private static Progress read(JsonNode node, Map<String, byte[]> entries) throws IOException {
        Progress progress = new Progress(new NetworkState(
                NetworkState.toFloats(entries.get("parameters.bin")),
                NetworkState.toFloats(entries.get("updater.bin")),
                node.get("steps").asInt()));
        progress.velocity = NetworkState.toFloats(entries.get("velocity.bin"));
        progress.epoch = node.get("epoch").asInt();
        progress.minibatches = node.get("minibatches").asLong();
        progress.roundsOfEpoch = node.get("rounds-of-epoch").asLong();
        progress.rounds = node.get("rounds").asLong();
        progress.images = node.get("images").asLong();
        progress.lossSum = node.get("loss-sum").asDouble();
        progress.epochsWithoutImprovement =
                node.get("epochs-without-improvement").asInt();
        progress.stoppedEarly = node.get("stopped-early").asBoolean();
        if (entries.containsKey("best-parameters.bin")) {
            progress.bestError = node.get("best-error").asDouble();
            progress.best = new NetworkState(
                    NetworkState.toFloats(entries.get("best-parameters.bin")),
                    NetworkState.toFloats(entries.get("best-updater.bin")),
                    node.get("best-steps").asInt());
        }
        for (JsonNode epoch : node.get("history")) {
            progress.history.add(JSON.treeToValue(epoch, EpochMetrics.class));
        }
        return progress;
    }

    private static List<Path> newestFirst(FileSystem fileSystem, Path directory) {
        List<Path> files = new ArrayList<>();
        try {
            for (FileStatus status : fileSystem.listStatus(directory)) {
                String name = status.getPath().getName();
                if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
                    files.add(status.getPath());
                }
            }
        } catch (FileNotFoundException e) {
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.comparing(Path::getName).reversed());
        return files;
    }
}
