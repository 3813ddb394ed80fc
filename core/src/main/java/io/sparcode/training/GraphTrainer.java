package io.sparcode.training;

import io.sparcode.model.FloatTransfer;
import io.sparcode.model.SavedNetwork;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Local steps by DL4J on a worker's own graph. For one thread at a time. */
final class GraphTrainer {
    private final ComputationGraph graph;
    private final int batchSize;

    /**
     * Builds the graph.
     *
     * @param configurationJson DL4J's configuration of the graph
     * @param batchSize most records in a minibatch
     */
    GraphTrainer(String configurationJson, int batchSize) {
        this.graph = SavedNetwork.fromConfiguration(configurationJson);
        this.batchSize = batchSize;
    }

    /** Sets everything that a step's outcome depends on, so that it does not matter what this trainer did before. */
    void load(NetworkState state, long randomSeed) {
        restore(graph, state);
        Nd4j.getRandom().setSeed(randomSeed);
    }

    /** Sets a graph's parameters, its updater's state, which is zero where the state has none, and its step count. */
    static void restore(ComputationGraph graph, NetworkState state) {
        FloatTransfer.write(state.parameters(), graph.params());
        INDArray updaterState = updaterState(graph);
        if (updaterState != null) {
            if (state.updaterState().length == 0) {
                updaterState.assign(0);
            } else {
                FloatTransfer.write(state.updaterState(), updaterState);
            }
        }
        graph.getConfiguration().setIterationCount(state.steps());
    }

    /** Returns a copy of the state after the steps taken so far; without the updater's where that is to be reset. */
    NetworkState state(UpdaterState updaterState) {
        return updaterState == UpdaterState.AVERAGED
                ? stateOf(graph)
                : new NetworkState(FloatTransfer.read(graph.params()), new float[0], graph.getIterationCount());
    }

    /** Returns a copy of a graph's state. */
    static NetworkState stateOf(ComputationGraph graph) {
        INDArray updaterState = updaterState(graph);
        return new NetworkState(
                FloatTransfer.read(graph.params()),
                updaterState == null ? new float[0] : FloatTransfer.read(updaterState),
                graph.getConfiguration().getIterationCount());
    }

    private static INDArray updaterState(ComputationGraph graph) {
        return graph.getUpdater(true).getStateViewArray();
    }

    /**
     * Takes a step on each minibatch, up to and including the first whose loss is not finite.
     *
     * <p>DL4J 1.0.0-M2.1 keeps its memory between the minibatches of an iterator, and takes and clears it anew for each
     * data set that it is given by itself: at 1.6 million parameters that is a third of the time.
     */
    Steps train(BlockRecords records) {
        Minibatches minibatches = new Minibatches(records, batchSize);
        Steps steps = new Steps(minibatches);
        graph.setListeners(steps);
        graph.fit(minibatches);
        return steps;
    }

    /** Returns the sum of the squared errors of the records' reconstructions. */
    double squaredError(BlockRecords records) {
        Minibatches minibatches = new Minibatches(records, batchSize);
        double sum = 0;
        while (minibatches.hasNext()) {
            DataSet minibatch = minibatches.next();
            sum += graph.output(false, minibatch.getFeatures())[0].squaredDistance(minibatch.getLabels());
        }
        return sum;
    }

    /** The steps of a round, as DL4J tells of them. */
    static final class Steps extends BaseTrainingListener {
        private final Minibatches minibatches;
        private int count;
        private double lossSum;
        private double lastLoss;

        private Steps(Minibatches minibatches) {
            this.minibatches = minibatches;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            count++;
            lastLoss = model.score();
            lossSum += lastLoss * minibatches.records();
            if (!Double.isFinite(lastLoss)) {
                minibatches.end();
            }
        }

        int count() {
            return count;
        }

        /** Returns the losses, penalties included, each times its minibatch's records. */
        double lossSum() {
            return lossSum;
        }

        double lastLoss() {
            return lastLoss;
        }
    }
}
