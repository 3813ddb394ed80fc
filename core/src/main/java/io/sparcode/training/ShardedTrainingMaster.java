package io.sparcode.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.dataset.ShardedBlocks;
import io.sparcode.model.engine.Dl4jEngine;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.datavec.spark.util.BroadcastHadoopConfigHolder;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.data.loader.RemoteFileSourceFactory;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Parameter averaging behind dl4j-spark's own interface: a drop-in for {@code ParameterAveragingTrainingMaster} in a
 * {@link SparkComputationGraph} with one input and one output.
 *
 * <p>The RDD is divided into shards once and kept in Spark's cache until another RDD is trained on or
 * {@link #deleteTempFiles(JavaSparkContext)} is called, so {@code fit} may be called on it epoch after epoch.
 */
public final class ShardedTrainingMaster implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
    private final TrainingOptions options;
    private Collection<org.deeplearning4j.optimize.api.TrainingListener> listeners = List.of();
    private ShardedBlocks blocks;
    private JavaRDD<DataSet> blocksOf;

    /**
     * Makes a master.
     *
     * @param options each {@code fit} makes as many passes as they have epochs, usually 1
     */
    public ShardedTrainingMaster(TrainingOptions options) {
        this.options = options;
    }

    @Override
    public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> dataSets) {
        if (blocksOf == null || blocksOf.id() != dataSets.id() || blocksOf.context() != dataSets.context()) {
            closeBlocks();
            blocks = DataSetBlocks.of(dataSets, options.workers());
            blocksOf = dataSets;
        }
        ComputationGraph network = graph.getNetwork();
        // Another order in every call: DL4J counts the calls as epochs.
        long seed = Shuffle.mix(options.seed(), network.getConfiguration().getEpochCount());
        TrainingOptions seeded = options.withSeed(seed);
        TrainedNetwork trained = new ParameterAveraging(seeded, TrainingListener.NONE)
                .fit(
                        network,
                        blocks,
                        Optional.empty(),
                        network.getConfiguration().toJson() + seeded);
        Dl4jEngine.restore(network, Dl4jEngine.stateOf(trained.network()));
        double loss = trained.history().get(trained.history().size() - 1).trainingLoss();
        network.setScore(loss);
        graph.setScore(loss);
        listeners.forEach(listener -> listener.onEpochEnd(network));
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> dataSets) {
        executeTraining(graph, dataSets.map(ShardedTrainingMaster::single));
    }

    private static DataSet single(MultiDataSet dataSet) {
        if (dataSet.numFeatureArrays() != 1 || dataSet.numLabelsArrays() != 1) {
            throw new IllegalArgumentException("a multi data set with " + dataSet.numFeatureArrays() + " inputs and "
                    + dataSet.numLabelsArrays() + " outputs cannot be trained on; one of each is needed");
        }
        return new DataSet(dataSet.getFeatures(0), dataSet.getLabels(0));
    }

    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> paths,
            DataSetLoader dataSetLoader,
            MultiDataSetLoader multiDataSetLoader) {
        if (graph == null) {
            throw graphsOnly();
        }
        var hadoop = BroadcastHadoopConfigHolder.get(JavaSparkContext.fromSparkContext(paths.context()));
        executeTraining(graph, paths.map(path -> {
            var source = new RemoteFileSourceFactory(hadoop).getSource(path);
            return dataSetLoader != null ? dataSetLoader.load(source) : single(multiDataSetLoader.load(source));
        }));
    }

    @Override
    public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> dataSets) {
        throw graphsOnly();
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
        throw graphsOnly();
    }

    private static IllegalArgumentException graphsOnly() {
        return new IllegalArgumentException(
                "this master trains a SparkComputationGraph; MultiLayerNetwork.toComputationGraph() makes one");
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
        throw new IllegalStateException("this master's workers are Spark tasks of its own");
    }

    @Override
    public void addHook(TrainingHook hook) {
        throw new IllegalArgumentException("hooks around every minibatch are not supported");
    }

    @Override
    public void removeHook(TrainingHook hook) {
        // None was ever added.
    }

    @Override
    public String toJson() {
        try {
            return new ObjectMapper().writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns {@link #toJson()}: JSON is YAML. */
    @Override
    public String toYaml() {
        return toJson();
    }

    @Override
    public void setCollectTrainingStats(boolean collect) {
        if (collect) {
            throw new IllegalArgumentException(
                    "training stats are not collected; Spark's metrics system has the figures under sparcode");
        }
    }

    @Override
    public boolean getIsCollectTrainingStats() {
        return false;
    }

    /** Returns null: DL4J's sign that no stats were collected. */
    @Override
    public SparkTrainingStats getTrainingStats() {
        return null;
    }

    /** Sets listeners that are told of the end of every {@code fit}. */
    @Override
    public void setListeners(Collection<org.deeplearning4j.optimize.api.TrainingListener> newListeners) {
        listeners = List.copyOf(newListeners);
    }

    @Override
    public void setListeners(
            StatsStorageRouter router, Collection<org.deeplearning4j.optimize.api.TrainingListener> newListeners) {
        setListeners(newListeners);
    }

    @Override
    public boolean deleteTempFiles(JavaSparkContext spark) {
        closeBlocks();
        return true;
    }

    @Override
    public boolean deleteTempFiles(SparkContext spark) {
        closeBlocks();
        return true;
    }

    private void closeBlocks() {
        if (blocks != null) {
            blocks.close();
            blocks = null;
            blocksOf = null;
        }
    }
}
