package io.sparcode.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** 32-bit floats as little-endian bytes, which is how images of floats lie in Spark's image schema. */
public final class FloatBytes {
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private FloatBytes() {}

    /** Returns the bytes of floats. */
    public static byte[] of(float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        for (int i = 0; i < values.length; i++) {
            FLOATS.set(bytes, i * Float.BYTES, values[i]);
        }
        return bytes;
    }

    /** Returns the floats of bytes, whose number is a multiple of 4. */
    public static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(bytes, i);
        }
        return values;
    }

    /** Returns the place of the first float that is not finite; -1 if all are. */
    public static int firstNotFinite(byte[] bytes) {
        for (int i = 0; i < bytes.length / Float.BYTES; i++) {
            if (!Float.isFinite(get(bytes, i))) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the float of a place, counted in floats. */
    public static float get(byte[] bytes, int place) {
        return (float) FLOATS.get(bytes, place * Float.BYTES);
    }

    /** Writes a record of [pixel, channel] that begins at a place, counted in floats, as [channel, pixel]. */
    static void readPlanes(byte[] bytes, int place, int channels, int size, float[] into, int offset) {
        int planeSize = size / channels;
        for (int channel = 0; channel < channels; channel++) {
            int plane = offset + channel * planeSize;
            for (int pixel = 0, source = place + channel; pixel < planeSize; pixel++, source += channels) {
                into[plane + pixel] = get(bytes, source);
            }
        }
    }
}
