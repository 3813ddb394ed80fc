package io.sparcode.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/** A network's form between processes and on disk: DL4J's {@code ModelSerializer} zip. */
public final class SavedNetwork {
    private SavedNetwork() {}

    /** Writes a network with its parameters and its updater's state; leaves the stream open. */
    public static void write(ComputationGraph network, OutputStream output) throws IOException {
        ModelSerializer.writeModel(network, output, true);
    }

    /** Reads what {@link #write} wrote, to its end; leaves the stream open. */
    public static ComputationGraph read(InputStream input) throws IOException {
        NativeBackend.prepare();
        // ModelSerializer asks a stream how much is available, which is 0 for some file systems.
        return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(input.readAllBytes()), true);
    }

    /** Builds a network from {@code ComputationGraphConfiguration.toJson()}, with parameters as its seed gives them. */
    public static ComputationGraph fromConfiguration(String json) {
        NativeBackend.prepare();
        ComputationGraph network = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
        network.init();
        return network;
    }
}
