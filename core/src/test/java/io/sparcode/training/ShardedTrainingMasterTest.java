package io.sparcode.training;

import static io.sparcode.training.TrainingFixture.BATCH;
import static io.sparcode.training.TrainingFixture.SIZE;
import static io.sparcode.training.TrainingFixture.graph;
import static io.sparcode.training.TrainingFixture.options;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.model.engine.Dl4jEngine;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ShardedTrainingMasterTest {
    private final JavaSparkContext spark =
            JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

    @Test
    void trainsASparkComputationGraphWhereStockParameterAveragingWouldBe() {
        List<DataSet> parts = dataSets(20);
        ComputationGraph network = fitted(spark.parallelize(parts, 4), 3);
        double before = graph(0.01).score(DataSet.merge(parts));
        assertTrue(network.score(DataSet.merge(parts)) < 0.5 * before, () -> "from " + before);
        assertEquals(3, network.getConfiguration().getEpochCount());
        assertEquals(3 * 10, network.getConfiguration().getIterationCount());
    }

    @Test
    void givesTheSameModelEveryTime() {
        float[] once = Dl4jEngine.stateOf(fitted(spark.parallelize(dataSets(10), 4), 2))
                .parameters();
        float[] again = Dl4jEngine.stateOf(fitted(spark.parallelize(dataSets(10), 4), 2))
                .parameters();
        assertArrayEquals(once, again);
    }

    @Test
    void labelsOtherThanTheFeaturesAreTheTarget() {
        List<DataSet> parts = new ArrayList<>();
        for (DataSet part : dataSets(20)) {
            parts.add(new DataSet(part.getFeatures(), part.getFeatures().rsub(1)));
        }
        ComputationGraph network = fitted(spark.parallelize(parts, 4), 8);
        INDArray input = parts.get(0).getFeatures();
        INDArray output = network.output(false, input)[0];
        assertTrue(output.squaredDistance(input.rsub(1)) < 0.5 * output.squaredDistance(input));
    }

    @Test
    void anEmptyRddIsRefused() {
        JavaRDD<DataSet> empty = spark.parallelize(List.of(), 2);
        assertEquals(
                "the RDD of data sets has no examples",
                assertThrows(IllegalArgumentException.class, () -> fitted(empty, 1))
                        .getMessage());
    }

    private ComputationGraph fitted(JavaRDD<DataSet> dataSets, int epochs) {
        ShardedTrainingMaster master = new ShardedTrainingMaster(options(2, 1));
        SparkComputationGraph graph = new SparkComputationGraph(spark, graph(0.01), master);
        for (int epoch = 0; epoch < epochs; epoch++) {
            graph.fit(dataSets);
        }
        master.deleteTempFiles(spark);
        return graph.getNetwork();
    }

    private static List<DataSet> dataSets(int count) {
        Nd4j.getRandom().setSeed(11);
        List<DataSet> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            INDArray angle = Nd4j.rand(BATCH, 1).muli(Math.PI);
            INDArray values = Nd4j.create(BATCH, SIZE);
            for (int j = 0; j < SIZE; j++) {
                values.putColumn(
                        j,
                        org.nd4j.linalg.ops.transforms.Transforms.sin(angle.mul((j + 1) / 4.0))
                                .muli(0.4)
                                .addi(0.5));
            }
            parts.add(new DataSet(values, values));
        }
        return parts;
    }
}
