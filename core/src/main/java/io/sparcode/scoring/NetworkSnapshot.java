package io.sparcode.scoring;

import io.sparcode.model.FloatTransfer;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkState;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A network as plain values, which is what is broadcast: its configuration as JSON and its parameters. */
final class NetworkSnapshot implements Serializable {
    private static final long serialVersionUID = 1;

    private final String id;
    private final String configuration;
    private final float[] parameters;
    private final int[] inputShape;

    private NetworkSnapshot(String id, String configuration, float[] parameters, int[] inputShape) {
        this.id = id;
        this.configuration = configuration;
        this.parameters = parameters;
        this.inputShape = inputShape;
    }

    static NetworkSnapshot of(ComputationGraph network, TensorShape inputShape) {
        String configuration = network.getConfiguration().toJson();
        float[] parameters = FloatTransfer.read(network.params());
        return new NetworkSnapshot(hash(configuration, parameters), configuration, parameters, new int[] {
            inputShape.channels(), inputShape.height(), inputShape.width()
        });
    }

    private static String hash(String configuration, float[] parameters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(configuration.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            for (float parameter : parameters) {
                if (!bytes.hasRemaining()) {
                    digest.update(bytes.flip());
                    bytes.clear();
                }
                bytes.putFloat(parameter);
            }
            digest.update(bytes.flip());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns what is the same for two networks exactly if they compute the same. */
    String id() {
        return id;
    }

    /** Returns channels, height and width of the input. */
    int[] inputShape() {
        return inputShape;
    }

    /** Returns the number of values in a record. */
    int recordSize() {
        return inputShape[0] * inputShape[1] * inputShape[2];
    }

    /** Builds an engine that computes this network. */
    NetworkEngine toEngine() {
        NetworkEngine engine = NetworkEngine.of(configuration);
        engine.load(new NetworkState(parameters, new float[0], 0), 1);
        return engine;
    }
}
