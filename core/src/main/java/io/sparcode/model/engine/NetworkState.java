package io.sparcode.model.engine;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a network has learned: DL4J's flat parameter vector, the updater's flat state, and the local steps taken, which
 * Adam's bias correction needs. It is what a round starts from and what a checkpoint keeps. Travels as raw floats.
 */
public final class NetworkState implements Externalizable {
    private static final long serialVersionUID = 1;

    private float[] parameters;
    private float[] updaterState;
    private int steps;

    /** For deserialization only. */
    public NetworkState() {
        this(new float[0], new float[0], 0);
    }

    /**
     * Holds a state.
     *
     * @param parameters DL4J's flat parameter vector; not copied
     * @param updaterState DL4J's flat updater state, empty for an optimiser without one; not copied
     * @param steps local steps taken so far
     */
    public NetworkState(float[] parameters, float[] updaterState, int steps) {
        this.parameters = parameters;
        this.updaterState = updaterState;
        this.steps = steps;
    }

    /** Returns the parameters; not a copy. */
    public float[] parameters() {
        return parameters;
    }

    /** Returns the updater's state; not a copy. */
    public float[] updaterState() {
        return updaterState;
    }

    /** Returns the local steps taken so far. */
    public int steps() {
        return steps;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeInt(steps);
        writeFloats(out, parameters);
        writeFloats(out, updaterState);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        steps = in.readInt();
        parameters = readFloats(in);
        updaterState = readFloats(in);
    }

    /** Writes floats as their count and little-endian bytes. */
    public static void writeFloats(ObjectOutput out, float[] values) throws IOException {
        byte[] bytes = toBytes(values);
        out.writeInt(values.length);
        out.write(bytes);
    }

    /** Reads what {@link #writeFloats} wrote. */
    public static float[] readFloats(ObjectInput in) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(in.readInt(), Float.BYTES)];
        in.readFully(bytes);
        return toFloats(bytes);
    }

    /** Returns floats as little-endian bytes. */
    public static byte[] toBytes(float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    /** Returns the floats that little-endian bytes hold. */
    public static float[] toFloats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
