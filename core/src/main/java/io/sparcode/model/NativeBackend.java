package io.sparcode.model;

import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up ND4J in this process, before the first of DL4J's layers is made. Whatever makes or loads a network calls
 * {@link #prepare()}.
 */
public final class NativeBackend {
    /**
     * DL4J 1.0.0-M2.1 takes the absence of this property as "true", and convolutions then never reach oneDNN or cuDNN.
     * Its other fault of this kind is worked around by {@code org.nd4j.nativeblas.Nd4jCpu}.
     */
    static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    /**
     * What netlib 3, by which Spark ML computes, loads to call the machine's own libraries. Once ND4J 1.0.0-M2.1 has loaded
     * its OpenBLAS 0.3.19, another OpenBLAS in the same process may call the wrong kernels: Debian's 0.3.21 then gives
     * eigenvectors that are none where OPENBLAS_CORETYPE is SKYLAKEX. Without it Spark ML computes in Java.
     */
    static final List<String> OWN_LIBRARIES =
            List.of("dev.ludovic.netlib.blas.nativeLib", "dev.ludovic.netlib.lapack.nativeLib");

    /** The native libraries read it when they are loaded, and each of Java's threads keeps its own setting afterwards. */
    private static final String THREADS = "OMP_NUM_THREADS";

    private static final Logger LOG = LoggerFactory.getLogger(NativeBackend.class);

    static {
        SystemProperty.setUnlessSet(HELPERS_DISABLED, "false");
        OWN_LIBRARIES.forEach(library -> SystemProperty.setUnlessSet(library, "none"));
        NativeMemory.bound();
        LOG.info(
                "{}, oneDNN {}, {} threads an operation, native memory up to {} GB",
                Nd4j.getBackend().getClass().getSimpleName(),
                usesOneDnn() ? "on" : "off",
                Nd4j.getEnvironment().maxThreads(),
                String.format(Locale.ROOT, "%.1f", Pointer.maxBytes() / 1e9));
        if (System.getenv(THREADS) == null && Nd4j.getEnvironment().maxThreads() > 1) {
            LOG.warn(
                    "{} is not set: tasks that share this process will fight for its cores; set it to 1 before starting",
                    THREADS);
        }
    }

    private NativeBackend() {}

    /** Prepares the process; a second call does nothing. */
    public static void prepare() {
        // The work is in the static initializer, which the virtual machine runs once, whoever comes first.
    }

    /** Returns whether convolutions run through oneDNN; always false on a GPU. */
    public static boolean usesOneDnn() {
        return BaseMKLDNNHelper.mklDnnEnabled();
    }
}
