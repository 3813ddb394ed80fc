package io.sparcode.training;

import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.engine.Dl4jEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small vectors with structure, a small dense autoencoder for them, and options to train it with. */
final class TrainingFixture {
    static final int SIZE = 12;
    static final int BATCH = 16;
    static final long SEED = 42;

    private TrainingFixture() {}

    /** Returns records on a two-dimensional surface in twelve dimensions, in [0, 1]. */
    static Dataset<Row> rows(SparkSession spark, int records) {
        SplittableRandom random = new SplittableRandom(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            double a = random.nextDouble() * Math.PI;
            double b = random.nextDouble() * Math.PI;
            List<Float> values = new ArrayList<>();
            for (int j = 0; j < SIZE; j++) {
                values.add((float) (0.5 + 0.25 * Math.sin(a * (j + 1) / 4) + 0.25 * Math.cos(b + j)));
            }
            rows.add(RowFactory.create("record-" + i, values));
        }
        StructType schema = new StructType()
                .add("id", DataTypes.StringType)
                .add("features", DataTypes.createArrayType(DataTypes.FloatType));
        return spark.createDataFrame(rows, schema);
    }

    static ShardedBlocks blocks(SparkSession spark, int records, int shards) {
        return ShardedBlocks.of(rows(spark, records), "features", shards);
    }

    static ComputationGraph graph(double learningRate) {
        return graph(SIZE, 4, Activation.TANH, learningRate);
    }

    /** Returns an autoencoder of one hidden layer as a user of DL4J writes it, which is not how an architecture does. */
    static ComputationGraph graph(int size, int units, Activation hidden, double learningRate) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(learningRate))
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.feedForward(size))
                .addLayer(
                        "code",
                        new DenseLayer.Builder().nOut(units).activation(hidden).build(),
                        "input")
                .addLayer(
                        "reconstruction",
                        new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                                .nOut(size)
                                .activation(Activation.SIGMOID)
                                .build(),
                        "code")
                .setOutputs("reconstruction")
                .build());
        graph.init();
        return graph;
    }

    static TrainingOptions options(int workers, int epochs) {
        return new TrainingOptions(
                workers,
                epochs,
                BATCH,
                AveragingSchedule.every(3),
                OuterOptimizer.PLAIN_AVERAGING,
                UpdaterState.AVERAGED,
                EarlyStopping.NEVER,
                CheckpointOptions.NONE,
                SEED);
    }

    static TrainingOptions withCheckpoints(TrainingOptions options, CheckpointOptions checkpoint) {
        return new TrainingOptions(
                options.workers(),
                options.epochs(),
                options.batchSizePerWorker(),
                options.averaging(),
                new OuterOptimizer(1, 0.5),
                options.updaterState(),
                options.earlyStopping(),
                checkpoint,
                options.seed());
    }

    static TrainedNetwork train(SparkSession spark, int records, TrainingOptions options) {
        return train(spark, records, options, TrainingListener.NONE);
    }

    static TrainedNetwork train(SparkSession spark, int records, TrainingOptions options, TrainingListener listener) {
        try (ShardedBlocks blocks = blocks(spark, records, options.workers())) {
            return new ParameterAveraging(options, listener).fit(graph(0.01), blocks, Optional.empty(), "fingerprint");
        }
    }

    static float[] parameters(TrainedNetwork trained) {
        return Dl4jEngine.stateOf(trained.network()).parameters();
    }
}
