package io.sparcode.training;

import io.sparcode.model.Corruptor;
import io.sparcode.model.engine.EnginePool;
import io.sparcode.model.engine.NetworkEngine;
import java.io.Serializable;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What an executor needs to build a worker's network: broadcast once a training. */
final class NetworkDefinition implements Serializable {
    private static final long serialVersionUID = 1;

    private final String configurationJson;
    private final int batchSize;
    private final Corruptor corruptor;

    NetworkDefinition(ComputationGraph graph, int batchSize, Corruptor corruptor) {
        // Without the counts, which a worker is told every round, another training of the graph is the same to it.
        ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
        configuration.setIterationCount(0);
        configuration.setEpochCount(0);
        this.configurationJson = configuration.toJson();
        this.batchSize = batchSize;
        this.corruptor = corruptor;
    }

    /** Returns the most records in a minibatch. */
    int batchSize() {
        return batchSize;
    }

    /** Returns what corrupts the records that are trained on. */
    Corruptor corruptor() {
        return corruptor;
    }

    /** Lends an engine for the length of a call. */
    <T> T withEngine(Function<NetworkEngine, T> use) {
        NetworkEngine engine = EnginePool.borrow(configurationJson, () -> NetworkEngine.of(configurationJson));
        T result = use.apply(engine);
        EnginePool.giveBack(configurationJson, engine);
        return result;
    }
}
