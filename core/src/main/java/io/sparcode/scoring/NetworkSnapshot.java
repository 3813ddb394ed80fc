package io.sparcode.scoring;

import io.sparcode.model.FloatTransfer;
import io.sparcode.model.SavedNetwork;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkState;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A network as plain values, which is what is broadcast: its configuration as JSON and its parameters. */
public final class NetworkSnapshot implements Serializable {
    private static final long serialVersionUID = 1;

    private final String id;
    private final String configuration;
    private final float[] parameters;
    private final TensorShape inputShape;
    private final TensorShape targetShape;

    private NetworkSnapshot(
            String id, String configuration, float[] parameters, TensorShape inputShape, TensorShape targetShape) {
        this.id = id;
        this.configuration = configuration;
        this.parameters = parameters;
        this.inputShape = inputShape;
        this.targetShape = targetShape;
    }

    /**
     * Takes a copy of a network.
     *
     * @param network an architecture's graph; later changes of it do not matter
     * @param inputShape the shape of a record
     * @param targetShape the shape of its target
     */
    public static NetworkSnapshot of(ComputationGraph network, TensorShape inputShape, TensorShape targetShape) {
        String configuration = network.getConfiguration().toJson();
        float[] parameters = FloatTransfer.read(network.params());
        return new NetworkSnapshot(hash(configuration, parameters), configuration, parameters, inputShape, targetShape);
    }

    private static String hash(String configuration, float[] parameters) {
        MessageDigest digest = DigestUtils.getSha256Digest();
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
        return Hex.encodeHexString(digest.digest());
    }

    /** Returns what is the same for two networks exactly if they compute the same. */
    public String id() {
        return id;
    }

    /** Returns the shape of a record. */
    public TensorShape inputShape() {
        return inputShape;
    }

    /** Returns the shape of what the network gives for a record. */
    public TensorShape targetShape() {
        return targetShape;
    }

    /** Returns the number of values in a record or its target, whichever has more. */
    public int recordSize() {
        return Math.max(inputShape.size(), targetShape.size());
    }

    /** Builds an engine that computes this network. */
    public NetworkEngine toEngine() {
        NetworkEngine engine = NetworkEngine.of(configuration);
        engine.load(new NetworkState(parameters, new float[0], 0), 1);
        return engine;
    }

    /** Builds DL4J's graph of this network. */
    public ComputationGraph toGraph() {
        ComputationGraph graph = SavedNetwork.fromConfiguration(configuration);
        FloatTransfer.write(parameters, graph.params());
        return graph;
    }
}
