package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Asks the native library itself, by its log, which a process of its own writes. */
class NativeBackendIT {
    /** One step of training through a convolution. */
    public static void main(String[] arguments) {
        ComputationGraph graph = new Architecture(
                        List.of(new Conv2d(4, 3, null, new Activation.Relu())), new Decoder.Mirror(null), null, null)
                .toGraph(new TensorShape(1, 28, 28), Optimization.constant(new Optimizer.Adam()), 0);
        INDArray batch = Nd4j.rand(2, 784);
        graph.fit(new INDArray[] {batch}, new INDArray[] {batch});
        System.out.println("native memory " + Pointer.maxBytes() + " of " + Pointer.maxPhysicalBytes());
    }

    @Test
    void convolutionRunsThroughOneDnnForwardsAndBackwards() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                NativeBackendIT.class.getName());
        builder.environment().put("DNNL_VERBOSE", "1");
        Process process = builder.redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), log);
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        assertTrue(
                log.contains("native memory " + NativeMemory.beside(256L << 20, memory) + " of " + memory),
                "limits other than the machine's " + memory + " in " + log);
        for (String pass : List.of("forward", "backward_data", "backward_weights")) {
            assertTrue(
                    log.lines()
                            .anyMatch(line -> line.matches("dnnl_verbose,exec,cpu,convolution,[^,]*," + pass + ".*")),
                    "no " + pass + " convolution in " + log);
        }
    }
}
