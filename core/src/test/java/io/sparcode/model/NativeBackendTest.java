package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNSubsamplingHelper;
import org.junit.jupiter.api.Test;

class NativeBackendTest {
    @Test
    void oneDnnIsOn() {
        NativeBackend.prepare();
        assertEquals("false", System.getProperty(NativeBackend.HELPERS_DISABLED));
        assertTrue(NativeBackend.usesOneDnn());
    }

    @Test
    void sparkComputesWithoutTheMachinesOwnLibraries() {
        NativeBackend.prepare();
        for (String library : NativeBackend.OWN_LIBRARIES) {
            assertEquals("none", System.getProperty(library));
        }
    }

    @Test
    void nativeMemoryIsWhatTheHeapLeavesAndNoLessThanAQuarter() {
        assertEquals(20L << 30, NativeMemory.beside(4L << 30, 24L << 30));
        assertEquals(6L << 30, NativeMemory.beside(20L << 30, 24L << 30));
    }

    @Test
    void everyWayToANetworkGivesConvolutionAndPoolingTheirOneDnnForm() throws IOException {
        ComputationGraph built = new Architecture(
                        List.of(new Conv2d(4, 3, null, null), new MaxPooling2d(2, null)),
                        new Decoder.Mirror(null),
                        null,
                        null)
                .toGraph(new TensorShape(1, 8, 8), Optimization.constant(new Optimizer.Adam()), 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SavedNetwork.write(built, bytes);
        ComputationGraph read = SavedNetwork.read(new ByteArrayInputStream(bytes.toByteArray()));
        ComputationGraph configured =
                SavedNetwork.fromConfiguration(built.getConfiguration().toJson());
        for (ComputationGraph graph : List.of(built, read, configured)) {
            assertInstanceOf(MKLDNNConvHelper.class, graph.getLayer("encoder-0").getHelper());
            assertInstanceOf(
                    MKLDNNSubsamplingHelper.class, graph.getLayer("encoder-1").getHelper());
        }
    }
}
