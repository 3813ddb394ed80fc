package io.sparcode.model;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Floats between Java and ND4J in one copy each. ND4J 1.0.0-M2.1 fills an array from a {@code float[]} value by value,
 * and each array it makes for the purpose stays off the heap until the garbage collector finds it.
 */
public final class FloatTransfer {
    private FloatTransfer() {}

    /**
     * Writes the first {@code target.length()} values into an array of floats that is no view.
     *
     * @throws IllegalArgumentException if there are fewer
     */
    public static void write(float[] values, INDArray target) {
        if (values.length < target.length()) {
            throw new IllegalArgumentException(values.length + " values cannot fill an array of " + target.length());
        }
        memory(target).put(values, 0, Math.toIntExact(target.length()));
        Nd4j.getAffinityManager().tagLocation(target, Location.HOST);
    }

    /** Returns the values of an array of floats that is no view, in the order they lie in. */
    public static float[] read(INDArray source) {
        Nd4j.getAffinityManager().ensureLocation(source, Location.HOST);
        float[] values = new float[Math.toIntExact(source.length())];
        memory(source).get(values);
        return values;
    }

    private static FloatBuffer memory(INDArray array) {
        return array.data().asNio().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
