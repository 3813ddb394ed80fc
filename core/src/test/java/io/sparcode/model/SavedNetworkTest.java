package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SavedNetworkTest {
    private ComputationGraph graph;
    private INDArray batch;

    @BeforeEach
    void trainAStep() {
        Architecture architecture = new Architecture(
                List.of(new Conv2d(3, 3, null, new Activation.LeakyRelu(0.3)), new MaxPooling2d(2, null)),
                new Decoder.Layers(List.of(new Upsampling2d(2), new Conv2d(null, 3, null, new Activation.Sigmoid()))),
                new Loss.BinaryCrossEntropy(),
                List.of(new Penalty.ActivityL1(0.25, BatchReduction.SUM)));
        graph = architecture.toGraph(new TensorShape(1, 8, 8), Optimization.constant(new Optimizer.Adam()), 1);
        batch = Nd4j.rand(4, 64);
        graph.fit(new INDArray[] {batch}, new INDArray[] {batch});
    }

    @Test
    void aNetworkReadBackScoresAndTrainsOnAsTheOneThatWasWritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SavedNetwork.write(graph, bytes);
        ComputationGraph read = SavedNetwork.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertScoresTheSame(read);
        assertTrainsOnTheSame(read);
    }

    @Test
    void aCloneScoresAsItsOriginal() {
        assertScoresTheSame(graph.clone());
    }

    @Test
    void aNetworkBuiltFromItsConfigurationTakesTheParametersOver() {
        ComputationGraph other =
                SavedNetwork.fromConfiguration(graph.getConfiguration().toJson());
        assertEquals(graph.getConfiguration(), other.getConfiguration());
        assertNotEquals(graph.params(), other.params());
        other.setParams(graph.params());
        other.getUpdater().setStateViewArray(graph.getUpdater().getStateViewArray());
        assertScoresTheSame(other);
        assertTrainsOnTheSame(other);
    }

    private void assertScoresTheSame(ComputationGraph other) {
        assertEquals(graph.outputSingle(batch), other.outputSingle(batch));
        DataSet data = new DataSet(batch, batch);
        assertEquals(graph.score(data), other.score(data));
    }

    private void assertTrainsOnTheSame(ComputationGraph other) {
        assertEquals(1, other.getIterationCount());
        assertEquals(graph.getConfiguration(), other.getConfiguration());
        graph.fit(new INDArray[] {batch}, new INDArray[] {batch});
        other.fit(new INDArray[] {batch}, new INDArray[] {batch});
        assertEquals(graph.params(), other.params());
    }
}
