package org.nd4j.nativeblas;

/**
 * Stands where DL4J 1.0.0-M2.1 looks for the CPU backend's environment.
 *
 * <p>{@code BaseMKLDNNHelper} of that version reflects on {@code org.nd4j.nativeblas.Nd4jCpu$Environment}, the name
 * from before the backend's bindings moved, and takes its absence as "no oneDNN": convolution, pooling and batch
 * normalisation then run on the slow built-in path. This class answers with what the real environment says.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** The two calls that {@code BaseMKLDNNHelper} makes. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {}

        /** Returns the one instance. */
        public static Environment getInstance() {
            return INSTANCE;
        }

        /** Returns whether the native library was built with oneDNN and has it switched on. */
        public boolean isUseMKLDNN() {
            return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance()
                    .isUseONEDNN();
        }
    }
}
